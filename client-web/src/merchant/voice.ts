import { useCallback, useRef, useState } from 'react';
import { vibrate } from '../components/vibrate.ts';
import { currentLanguage } from '../i18n/index.ts';

const BELL_HZ = [880, 1175];
const BELL_SECONDS = 0.18;

/**
 * A bell and a spoken word for each new order. Browsers allow sound only after a touch, so it is off until the shop
 * turns it on, once after each opening of the page.
 */
export function useVoice() {
  const [on, setOn] = useState(false);
  const audio = useRef<AudioContext | undefined>(undefined);
  const ring = useCallback(() => {
    const context = audio.current;
    if (context === undefined) return;
    BELL_HZ.forEach((frequency, index) => {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const startsAt = context.currentTime + index * BELL_SECONDS;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.25, startsAt);
      volume.gain.exponentialRampToValueAtTime(0.001, startsAt + BELL_SECONDS * 1.6);
      tone.connect(volume).connect(context.destination);
      tone.start(startsAt);
      tone.stop(startsAt + BELL_SECONDS * 1.6);
    });
  }, []);
  const toggle = useCallback(() => {
    if (on) {
      setOn(false);
      return;
    }
    audio.current ??= new AudioContext();
    void audio.current.resume();
    setOn(true);
    ring();
  }, [on, ring]);
  const say = useCallback(
    (words: string) => {
      vibrate([120, 80, 120]);
      if (!on) return;
      ring();
      if (!('speechSynthesis' in window)) return;
      const speech = new SpeechSynthesisUtterance(words);
      speech.lang = currentLanguage() === 'en' ? 'en' : 'zh-CN';
      window.speechSynthesis.speak(speech);
    },
    [on, ring],
  );
  return { on, toggle, say };
}
