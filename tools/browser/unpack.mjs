/** tools · browser: unpacks the *.br files of a folder into another; Python has no brotli of its own. */
import { createReadStream, createWriteStream, readdirSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const [from, to] = process.argv.slice(2);
for (const name of readdirSync(from).filter((file) => file.endsWith('.br'))) {
  await pipeline(
    createReadStream(`${from}/${name}`),
    createBrotliDecompress(),
    createWriteStream(`${to}/${name.slice(0, -3)}`),
  );
}
