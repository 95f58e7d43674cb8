import { useSyncExternalStore } from 'react';
import { vibrate } from '../components/vibrate.ts';
import { currentLanguage } from '../i18n/index.ts';

const BELL_HZ = [880, 1175];
const BELL_SECONDS = 0.18;

/** Browsers allow sound only after a touch: it is off until the shop turns it on, then on until the pages are opened anew. */
let audio: AudioContext | undefined;
let isOn = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ring(): void {
  const context = audio;
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
}

/** Turns the sound on, with a bell to hear how loud it is, or off. Called by a touch. */
export function toggleVoice(): void {
  isOn = !isOn;
  if (isOn) {
    audio ??= new AudioContext();
    void audio.resume();
    ring();
  }
  for (const listener of listeners) listener();
}

/** Whether orders are announced by sound. */
export function useVoiceOn(): boolean {
  return useSyncExternalStore(subscribe, () => isOn);
}

/** Announces an order: the phone vibrates, and where the sound is on a bell rings and the words are spoken. */
export function announce(words: string): void {
  vibrate([120, 80, 120]);
  if (!isOn) return;
  ring();
  if (!('speechSynthesis' in window)) return;
  const speech = new SpeechSynthesisUtterance(words);
  speech.lang = currentLanguage() === 'en' ? 'en' : 'zh-CN';
  window.speechSynthesis.speak(speech);
}
