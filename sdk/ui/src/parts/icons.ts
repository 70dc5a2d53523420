/** Owns the pictures on buttons, of 20 × 20. */
import { html, type TemplateResult } from 'lit'

const paths = {
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  back: 'M4 9.5h8.5a3.5 3.5 0 0 1 0 7H9M4 9.5 7.5 6M4 9.5 7.5 13',
  smile: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7.2 11.8a3.4 3.4 0 0 0 5.6 0M7.7 8h.01M12.3 8h.01',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0 0v1.3a2 2 0 0 0 4 0V10a7 7 0 1 0-2.8 5.6',
  edit: 'M4 16l.8-3.4L13 4.4a1.6 1.6 0 0 1 2.3 0l.3.3a1.6 1.6 0 0 1 0 2.3l-8.2 8.2L4 16Z',
  bin: 'M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6M8.6 9v4.5M11.4 9v4.5',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.2 1.5H3.8L5 14ZM8.5 15.5a1.5 1.5 0 0 0 3 0',
  mute: 'M5 14V9a5 5 0 0 1 7.5-4.3M15 9v5l1.2 1.5H3.8L5 14M3.5 3.5l13 13',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  pin: 'M10 17s5-4.6 5-8.6a5 5 0 0 0-10 0C5 12.4 10 17 10 17Zm0-7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
  clip: 'M13.5 6.5v7a3.5 3.5 0 0 1-7 0V5.7a2.2 2.2 0 0 1 4.4 0v7.4a1 1 0 0 1-2 0V6.5',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  play: 'M7 5l8 5-8 5V5Z',
  pause: 'M7.5 5v10M12.5 5v10',
} as const

export type IconName = keyof typeof paths

export const icon = (name: IconName): TemplateResult =>
  html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${paths[name]}></path></svg>`
