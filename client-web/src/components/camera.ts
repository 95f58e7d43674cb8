import { useCallback, useEffect, useRef, useState } from 'react';

/** Why there is no picture. */
export type CameraTrouble = 'denied' | 'missing' | 'insecure';

export type CameraState =
  | { kind: 'starting' }
  | { kind: 'running'; torch: boolean; cameras: number }
  | { kind: 'failed'; trouble: CameraTrouble };

interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  return name === 'NotFoundError' || name === 'OverconstrainedError' || name === 'NotReadableError'
    ? 'missing'
    : 'denied';
}

async function cameraIds(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === 'videoinput').map((device) => device.deviceId);
}

/** The phone's camera in a video element: the back one first, the torch where there is one, others on request. */
export function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const track = useRef<MediaStreamTrack | undefined>(undefined);
  const [state, setState] = useState<CameraState>({ kind: 'starting' });
  const [deviceId, setDeviceId] = useState<string | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [torchOn, setTorchOn] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new `attempt` is the request to start again.
  useEffect(() => {
    let stream: MediaStream | undefined;
    let stopped = false;
    const start = async (): Promise<void> => {
      const media: MediaDevices | undefined = navigator.mediaDevices;
      if (media === undefined) {
        setState({ kind: 'failed', trouble: 'insecure' });
        return;
      }
      setState({ kind: 'starting' });
      try {
        const which =
          deviceId === undefined ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: deviceId } };
        stream = await media.getUserMedia({
          video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
          audio: false,
        });
        if (stopped || video.current === null) return stopStream(stream);
        video.current.srcObject = stream;
        await video.current.play().catch(() => undefined);
        track.current = stream.getVideoTracks()[0];
        const capabilities: TorchCapabilities = track.current?.getCapabilities?.() ?? {};
        const cameras = await cameraIds();
        setTorchOn(false);
        setState({ kind: 'running', torch: capabilities.torch === true, cameras: cameras.length });
      } catch (error) {
        if (!stopped) setState({ kind: 'failed', trouble: troubleOf(error) });
      }
    };
    void start();
    return () => {
      stopped = true;
      stopStream(stream);
    };
  }, [deviceId, attempt]);

  const toggleTorch = useCallback(async () => {
    const next = !torchOn;
    await track.current?.applyConstraints({ advanced: [{ torch: next } as MediaTrackConstraintSet] });
    setTorchOn(next);
  }, [torchOn]);

  const nextCamera = useCallback(async () => {
    const ids = await cameraIds();
    const now = track.current?.getSettings().deviceId ?? '';
    setDeviceId(ids[(ids.indexOf(now) + 1) % ids.length]);
  }, []);

  const restart = useCallback(() => setAttempt((count) => count + 1), []);
  return { video, state, torchOn, toggleTorch, nextCamera, restart };
}

function stopStream(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
