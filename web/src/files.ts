/**
 * Photos and papers of a form: chosen, dragged, pasted or taken with the camera; each is made smaller and sent at once.
 *
 * The form then sends hashes alone. Without this script the same input sends its files with the form.
 */
const SIDE = 2048;
const QUALITY = 0.85;
const SMALL_ENOUGH_BYTES = 400_000;

interface Words { camera: string; remove: string; again: string; lost: string; most: string; sending: string }
interface Sent { sha256: string; name: string; href: string; photo: boolean }

export function startFiles(): void {
  const set = (): void => document.querySelectorAll<HTMLElement>('[data-files]:not([data-ready])').forEach((box) => new Drop(box));
  set();
  document.addEventListener('htmx:afterSwap', set);
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const near = document.activeElement?.closest('[data-files]') ?? document.querySelector('[data-files]');
    if (!files.length || !(near instanceof HTMLElement)) return;
    event.preventDefault();
    drops.get(near)?.take(files);
  });
  // What is dropped beside the box must not replace the page, and a half-filled form with it.
  for (const what of ['dragover', 'drop'] as const) {
    document.addEventListener(what, (event) => {
      if (document.querySelector('[data-files]') && event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
  }
}

const drops = new WeakMap<HTMLElement, Drop>();

class Drop {
  private readonly list: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly words: Words;
  private readonly most: number;
  private readonly name: string;
  private readonly form: HTMLFormElement | null;
  private waiting = 0;
  private submit: (() => void) | null = null;

  constructor(private readonly box: HTMLElement) {
    this.list = box.querySelector('.lf-brought')!;
    this.input = box.querySelector('input[type=file]')!;
    const [camera, remove, again, lost, most, sending] = (box.dataset.words ?? '').split('|');
    this.words = { camera, remove, again, lost, most, sending } as Words;
    this.most = Number(box.dataset.most ?? '1');
    this.name = box.dataset.files ?? '';
    this.form = box.closest('form');
    box.dataset.ready = '';
    drops.set(box, this);
    for (const item of this.list.querySelectorAll('li')) this.dress(item);
    this.offerCamera();
    this.listen();
  }

  take(files: File[]): void {
    for (const file of files) {
      if (this.list.querySelectorAll('li:not(.is-wrong)').length >= this.most) {
        this.wrong(this.item(file), this.words.most, null);
        return;
      }
      void this.send(file, this.item(file));
    }
  }

  private listen(): void {
    this.input.addEventListener('change', () => {
      this.take([...(this.input.files ?? [])]);
      this.input.value = ''; // sent by itself: the form does not send it again
    });
    for (const what of ['dragenter', 'dragover']) this.box.addEventListener(what, () => this.box.classList.add('is-over'));
    for (const what of ['dragleave', 'drop']) this.box.addEventListener(what, () => this.box.classList.remove('is-over'));
    this.box.addEventListener('drop', (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
    // A form that is sent while a photo is still under way waits for it.
    this.form?.addEventListener('submit', (event) => {
      if (!this.waiting) return;
      event.preventDefault();
      const by = event.submitter;
      this.submit = () => this.form?.requestSubmit(by instanceof HTMLElement ? by : undefined);
    }, { capture: true });
  }

  /** Where there is a touch screen there is a camera, one tap away; elsewhere it is said that one can drag and paste. */
  private offerCamera(): void {
    if (!window.matchMedia('(pointer: coarse)').matches) {
      this.box.querySelector<HTMLElement>('.lf-drop-hint')?.removeAttribute('hidden');
      return;
    }
    const camera = this.input.cloneNode() as HTMLInputElement;
    camera.removeAttribute('name');
    camera.removeAttribute('id');
    camera.multiple = false;
    camera.accept = 'image/*';
    camera.setAttribute('capture', 'environment');
    camera.hidden = true;
    camera.addEventListener('change', () => {
      this.take([...(camera.files ?? [])]);
      camera.value = '';
    });
    const button = make('button', 'btn btn-primary lf-camera', this.words.camera);
    button.type = 'button';
    button.addEventListener('click', () => camera.click());
    this.input.before(button, camera);
  }

  private item(file: File): HTMLLIElement {
    const item = document.createElement('li');
    const text = make('span', 'lf-brought-name', file.name);
    item.append(text);
    this.list.append(item);
    return item;
  }

  private async send(file: File, item: HTMLLIElement): Promise<void> {
    const bar = document.createElement('progress');
    bar.max = 1;
    bar.setAttribute('aria-label', `${this.words.sending} ${file.name}`);
    item.append(bar);
    this.waiting += 1;
    try {
      const ready = await smaller(file, this.box.dataset.position !== undefined);
      const sent = await this.post(ready, file.name, (share) => { bar.value = share; });
      this.brought(item, sent);
    } catch (error) {
      this.wrong(item, error instanceof Refusal ? error.message : this.words.lost, file);
    } finally {
      bar.remove();
      this.waiting -= 1;
      const submit = this.submit;
      if (!this.waiting && submit) {
        this.submit = null;
        if (!this.list.querySelector('.is-wrong')) submit();
        else for (const button of this.form?.querySelectorAll<HTMLButtonElement>('button[type=submit]') ?? []) button.disabled = false;
      }
    }
  }

  private post(content: Blob, name: string, tell: (share: number) => void): Promise<Sent> {
    const body = new FormData();
    body.append('file', content, name);
    if (this.box.dataset.photosOnly !== undefined) body.append('photos_only', '1');
    if (this.box.dataset.position !== undefined) body.append('position', '1');
    const token = this.form?.querySelector<HTMLInputElement>('input[name=csrfmiddlewaretoken]')?.value ?? '';
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', this.box.dataset.to ?? '');
      request.setRequestHeader('X-CSRFToken', token);
      request.setRequestHeader('Accept', 'application/json');
      request.responseType = 'json';
      request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) tell(event.loaded / event.total); });
      request.addEventListener('load', () => {
        const said = request.response as (Sent & { title?: string; detail?: string }) | null;
        if (request.status === 201 && said) resolve(said);
        else if (said?.title) reject(new Refusal([said.title, said.detail].filter(Boolean).join(' · ')));
        else reject(new Error(String(request.status)));
      });
      for (const what of ['error', 'abort', 'timeout']) request.addEventListener(what, () => reject(new Error(what)));
      request.send(body);
    });
  }

  private brought(item: HTMLLIElement, sent: Sent): void {
    const twin = [...this.list.querySelectorAll<HTMLInputElement>('input')].some((each) => each.value === sent.sha256);
    if (twin) {
      item.remove(); // the same content is there already
      return;
    }
    const value = document.createElement('input');
    value.type = 'hidden';
    value.name = this.name;
    value.value = sent.sha256;
    item.append(value);
    if (sent.photo) {
      const image = document.createElement('img');
      image.src = `${sent.href}?small`;
      image.alt = '';
      image.width = image.height = 64;
      item.prepend(image);
    }
    item.append(this.remover(item));
  }

  private wrong(item: HTMLLIElement, words: string, file: File | null): void {
    item.classList.add('is-wrong');
    const said = make('span', 'lf-error', words);
    said.setAttribute('role', 'alert');
    item.append(said);
    if (file) {
      const again = make('button', 'btn btn-sm', this.words.again);
      again.type = 'button';
      again.addEventListener('click', () => {
        item.remove();
        this.take([file]);
      });
      item.append(again);
    }
    item.append(this.remover(item));
  }

  /** What the server drew, as this script draws it. */
  private dress(item: HTMLLIElement): void {
    const tick = item.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (!tick) return;
    tick.type = 'hidden';
    item.append(this.remover(item));
  }

  private remover(item: HTMLLIElement): HTMLButtonElement {
    const button = make('button', 'btn btn-sm', this.words.remove);
    button.type = 'button';
    button.setAttribute('aria-label', `${this.words.remove} ${item.querySelector('span')?.textContent ?? ''}`);
    button.addEventListener('click', () => {
      item.remove();
      this.input.focus();
    });
    return button;
  }
}

/** A refusal that the server has put into words. */
class Refusal extends Error {}

/** A photo upright, with its longer side at most 2048 pixels; whatever this browser cannot draw goes as it is. */
async function smaller(file: File, position: boolean): Promise<Blob> {
  const picture = file.type.startsWith('image/') && file.type !== 'image/svg+xml';
  if (!picture || position || !('createImageBitmap' in window)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const share = Math.min(1, SIDE / Math.max(image.width, image.height));
    if (share === 1 && file.size < SMALL_ENOUGH_BYTES) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * share);
    canvas.height = Math.round(image.height * share);
    const pen = canvas.getContext('2d');
    if (!pen) return file;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', QUALITY));
  } catch {
    return file;
  }
}

function make<K extends 'button' | 'span'>(tag: K, look: string, words: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = look;
  made.textContent = words;
  return made;
}
