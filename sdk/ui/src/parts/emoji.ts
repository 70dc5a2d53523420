/** Owns the emoji that one may choose from. They have no names of ours: whoever reads them aloud knows them in every language. */
import { css, html, type TemplateResult } from 'lit'

// biome-ignore format: a palette reads as one block
const palette = ['👍', '👎', '❤️', '🎉', '😄', '😂', '😮', '😢', '🤔', '👀', '🙏', '👏', '🔥', '🚀', '✅', '❌', '⭐', '💡', '❓', '❗', '💯', '👋', '🐛', '⏳']

/** Moves the focus among the buttons of `group`: one tab stop for all. */
const move = (event: KeyboardEvent) => {
  const group = event.currentTarget as HTMLElement
  const buttons = [...group.querySelectorAll('button')]
  const at = buttons.indexOf(event.target as HTMLButtonElement)
  const forward = getComputedStyle(group).direction === 'rtl' ? -1 : 1
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: 8, ArrowUp: -8 }[event.key]
  const next = step === undefined ? undefined : buttons[(at + step + buttons.length) % buttons.length]
  if (!next) return
  event.preventDefault()
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1
  next.focus()
}

export const emojiStyle = css`
  .emoji {
    display: grid;
    grid-template-columns: repeat(8, 1fr);
    gap: 2px;
    padding: 6px;
  }
  .emoji button {
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_radius) * 0.5);
    background: transparent;
    font-size: 18px;
    line-height: 1;
  }
  .emoji button:hover {
    background: var(--_sunken);
  }
  [popover] {
    position: fixed;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_ground);
    color: var(--_ink);
    box-shadow: var(--_shadow);
    padding: 0;
  }
`

export const emojiGrid = (label: string, choose: (emoji: string) => void): TemplateResult =>
  html`<div class="emoji" role="group" aria-label=${label} @keydown=${move}>
    ${palette.map((emoji, index) => html`<button type="button" tabindex=${index === 0 ? 0 : -1} @click=${() => choose(emoji)}>${emoji}</button>`)}
  </div>`
