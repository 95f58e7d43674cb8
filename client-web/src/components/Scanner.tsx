import BulbOutlined from '@ant-design/icons-svg/es/asn/BulbOutlined';
import NumberOutlined from '@ant-design/icons-svg/es/asn/NumberOutlined';
import PictureOutlined from '@ant-design/icons-svg/es/asn/PictureOutlined';
import SwapOutlined from '@ant-design/icons-svg/es/asn/SwapOutlined';
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from './camera.ts';
import { Icon } from './icons.tsx';
import styles from './Scanner.module.css';
import type { CodeReader } from './scanner-engine.ts';
import { vibrate } from './vibrate.ts';

export interface ScannerProps {
  /** A code was read or typed. Until the promise settles no other is read. */
  onCode: (text: string) => void | Promise<void>;
  /** Stops reading while a result is on screen. */
  paused?: boolean;
  hint?: string;
  /** Hides typing where a typed code makes no sense. */
  typing?: boolean;
  children?: ReactNode;
}

/** Time between two readings of the picture, in milliseconds. */
const READ_EVERY_MS = 120;
/** The same code is not handed over again within this time, in milliseconds. */
const SAME_CODE_MS = 2500;

/** A camera that reads QR codes, with torch, camera choice, photo and typed code as ways out. */
export function Scanner({ onCode, paused = false, hint, typing = true, children }: ScannerProps) {
  const { t } = useTranslation('common');
  const camera = useCamera();
  const [notice, setNotice] = useState<string>();
  const [typed, setTyped] = useState(false);
  const running = camera.state.kind === 'running';
  const engineFailed = useReading(camera.video, running && !paused && !typed, onCode);

  const onPhoto = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file === undefined) return;
    const text = await readPhoto(file);
    if (text === undefined) setNotice(t('scanner.noCode'));
    else await onCode(text);
  };

  return (
    <div className={styles.scanner}>
      <video ref={camera.video} className={styles.video} muted playsInline data-running={running} />
      {camera.state.kind === 'failed' ? (
        <div className={styles.trouble} role="alert">
          <b>{t(`scanner.${camera.state.trouble}`)}</b>
          <p>{t(`scanner.${camera.state.trouble}Hint`)}</p>
          <button type="button" onClick={camera.restart}>
            {t('action.retry')}
          </button>
        </div>
      ) : (
        <div className={styles.frame} aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
          {running && !paused ? <span className={styles.beam} /> : null}
        </div>
      )}
      <p
        className={styles.hint}
        role="status"
        hidden={camera.state.kind === 'failed' && notice === undefined && !engineFailed}
      >
        {engineFailed
          ? t('scanner.failed')
          : (notice ?? (camera.state.kind === 'starting' ? t('scanner.starting') : (hint ?? t('scanner.hint'))))}
      </p>
      {children}
      {typed ? <TypedCode onCode={onCode} onClose={() => setTyped(false)} /> : null}
      <div className={styles.tools}>
        {camera.state.kind === 'running' && camera.state.torch ? (
          <button type="button" aria-pressed={camera.torchOn} onClick={() => void camera.toggleTorch()}>
            <Icon of={BulbOutlined} size={22} />
            {t('scanner.torch')}
          </button>
        ) : null}
        {camera.state.kind === 'running' && camera.state.cameras > 1 ? (
          <button type="button" onClick={() => void camera.nextCamera()}>
            <Icon of={SwapOutlined} size={22} />
            {t('scanner.camera')}
          </button>
        ) : null}
        <label>
          <Icon of={PictureOutlined} size={22} />
          {t('scanner.photo')}
          <input type="file" accept="image/*" className="visually-hidden" onChange={(event) => void onPhoto(event)} />
        </label>
        {typing ? (
          <button type="button" onClick={() => setTyped(true)}>
            <Icon of={NumberOutlined} size={22} />
            {t('scanner.type')}
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** Reads the running picture again and again; true when the decoder could not be loaded. */
function useReading(
  video: { current: HTMLVideoElement | null },
  active: boolean,
  onCode: ScannerProps['onCode'],
): boolean {
  const [failed, setFailed] = useState(false);
  const handler = useRef(onCode);
  handler.current = onCode;
  useEffect(() => {
    if (!active) return;
    let stopped = false;
    let timer: number | undefined;
    let last: { text: string; atMs: number } | undefined;
    const look = async (reader: CodeReader): Promise<void> => {
      const picture = video.current;
      // A frame that is not there yet or a decoder hiccup is no failure: the next frame comes at once.
      const text =
        picture !== null && picture.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
          ? await reader.read(picture).catch(() => undefined)
          : undefined;
      const again = text !== undefined && last?.text === text && Date.now() - last.atMs < SAME_CODE_MS;
      if (text !== undefined && !again && !stopped) {
        last = { text, atMs: Date.now() };
        vibrate(60);
        await handler.current(text);
      }
      if (!stopped) timer = window.setTimeout(() => void look(reader), READ_EVERY_MS);
    };
    import('./scanner-engine.ts')
      .then((engine) => engine.loadCodeReader())
      .then((reader) => {
        setFailed(false);
        if (!stopped) void look(reader);
      })
      .catch(() => setFailed(true));
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [active, video]);
  return failed;
}

async function readPhoto(file: File): Promise<string | undefined> {
  try {
    const engine = await import('./scanner-engine.ts');
    const reader = await engine.loadCodeReader();
    const picture = await createImageBitmap(file);
    return await reader.read(picture);
  } catch {
    return undefined;
  }
}

function TypedCode({ onCode, onClose }: { onCode: ScannerProps['onCode']; onClose: () => void }) {
  const { t } = useTranslation('common');
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    onClose();
    void onCode(text.trim());
  };
  return (
    <form className={styles.typed} onSubmit={submit}>
      <label>
        {t('scanner.typeLabel')}
        <input
          // biome-ignore lint/a11y/noAutofocus: the person asked to type just now.
          autoFocus
          value={text}
          inputMode="text"
          autoComplete="off"
          placeholder={t('scanner.typePlaceholder')}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div>
        <button type="button" onClick={onClose}>
          {t('action.cancel')}
        </button>
        <button type="submit" data-main="true">
          {t('scanner.typeSubmit')}
        </button>
      </div>
    </form>
  );
}
