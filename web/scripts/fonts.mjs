// The documents' typefaces (OFL): typst reads them from this folder and embeds only the glyphs a page uses.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const into = '../lianfang/shell/documents/fonts';
const from = 'node_modules/@expo-google-fonts';
const fonts = [
  'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  // What people write also holds Uyghur and pictures; a report that drops them would not be what they wrote.
  'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
];
mkdirSync(into, { recursive: true });
for (const font of fonts) {
  const [source, target] = [join(from, font), join(into, basename(font))];
  if (!existsSync(target) || statSync(target).size !== statSync(source).size) copyFileSync(source, target);
}
for (const family of ['noto-serif-sc', 'noto-sans-sc', 'noto-sans-arabic', 'noto-emoji']) {
  copyFileSync(join(from, family, 'LICENSE_FONT'), join(into, `${family}-OFL.txt`));
}
