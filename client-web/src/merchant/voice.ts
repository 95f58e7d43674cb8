import { outsideValue } from '../components/outside-value.ts';
import { vibrate } from '../components/vibrate.ts';
import { currentLanguage } from '../i18n/index.ts';

const BELL_HZ = [880, 1175];
const BELL_SECONDS = 0.18;

/** Browsers allow sound only after a touch: it is off until the shop turns it on, then on until the pages are opened anew. */
let audio: AudioContext | undefined;
let isOn = false;
const voice = outsideValue(() => isOn);

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
  voice.changed();
}

/** Whether orders are announced by sound. */
export const useVoiceOn = voice.use;

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
