/** Reads the code on a label by the camera: the browser's own detector, else a small reader that is fetched for it. */
import { typing } from './keys';

type Read = (video: HTMLVideoElement) => Promise<string>;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const EVERY_MS = 120;
const WIDEST = 960; // a larger picture costs time and shows no more of a code that fills a third of it

async function reader(): Promise<Read> {
  const own = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = own ? await own.getSupportedFormats().catch(() => []) : [];
  if (own && formats.includes('qr_code')) {
    const detector = new own({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? '';
  }
  const { default: jsQR } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d', { willReadFrequently: true })!;
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? '';
  };
}

/** Why there is no picture, as the page says it. */
function why(fault: unknown): 'refused' | 'busy' | 'noCamera' {
  const name = fault instanceof DOMException ? fault.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'noCamera';
}

export function startScan(page: HTMLElement): void {
  const video = page.querySelector('video')!;
  const view = page.querySelector<HTMLElement>('.lf-scan-view')!;
  const says = page.querySelector<HTMLElement>('[data-scan-says]')!;
  const opens = page.querySelector<HTMLButtonElement>('[data-scan-start]')!;
  const closes = page.querySelector<HTMLButtonElement>('[data-scan-stop]')!;
  const form = document.querySelector<HTMLFormElement>('[data-scan-form]')!;
  const field = form.querySelector<HTMLInputElement>('input[name=read]')!;
  let stream: MediaStream | null = null;
  let wanted = 0; // the camera that was asked for last; an earlier one stops looking

  const tell = (text: string | undefined): void => {
    says.textContent = text ?? '';
    says.hidden = !text;
  };
  const close = (): void => {
    wanted += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
    view.hidden = closes.hidden = true;
    opens.hidden = false;
  };
  const read = (text: string): void => {
    close();
    opens.hidden = true;
    tell(page.dataset.read);
    field.value = text;
    form.querySelector<HTMLInputElement>('input[name=here]')!.value = 'on';
    form.submit();
  };
  const look = async (): Promise<void> => {
    const mine = (wanted += 1);
    opens.hidden = true;
    tell(page.dataset.looking);
    try {
      const [decode, opened] = await Promise.all([
        reader(),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }),
      ]);
      if (mine !== wanted) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      video.srcObject = opened;
      view.hidden = closes.hidden = false;
      await video.play();
      while (mine === wanted) {
        const text = video.videoWidth ? await decode(video).catch(() => '') : '';
        if (text && mine === wanted) return read(text);
        await new Promise((next) => setTimeout(next, EVERY_MS));
      }
    } catch (fault) {
      if (mine !== wanted) return;
      close();
      tell(page.dataset[why(fault)]);
    }
  };

  opens.addEventListener('click', () => void look());
  closes.addEventListener('click', () => {
    close();
    tell('');
  });
  window.addEventListener('pagehide', close);
  // A hand scanner types wherever the reader is; what it types goes into the field.
  document.addEventListener('keydown', (event) => {
    if (!typing(event.target) && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      field.value = '';
      field.focus();
    }
  });

  if (!window.isSecureContext) return tell(page.dataset.insecure);
  if (!navigator.mediaDevices?.getUserMedia) return tell(page.dataset.noCamera);
  opens.hidden = false;
  // Who allowed it before goes on from label to label without a tap.
  void navigator.permissions
    ?.query({ name: 'camera' as PermissionName })
    .then((known) => (known.state === 'granted' ? look() : undefined))
    .catch(() => undefined);
}
