// Owns what Monaco needs of a page besides the lines of `monaco.ts`: its worker, its theme, and the names at the carets of others.
import type { Room } from '@syncforge/client'
import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js'
import { isDark, onTheme } from '../page/theme.ts'
import { mount as mountEditor } from './monaco.ts'

window.MonacoEnvironment = { getWorker: () => new Worker('./on-demand/monaco-worker.js', { type: 'module' }) }

interface State {
  readonly user?: { readonly name?: unknown; readonly color?: unknown }
}

/** y-monaco marks carets with classes that bear a number; a rule for each gives it its colour and name. */
const ruleOf = (id: number, { user }: State): string => {
  const { name = 'Guest', color } = user ?? {}
  // Names and colours are of others: neither may become more of a stylesheet than a string and a colour.
  const safe = typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#475569'
  const text = CSS.escape(String(name))
  return `.yRemoteSelection-${id} { background: ${safe}33 } .yRemoteSelectionHead-${id} { border-color: ${safe} } .yRemoteSelectionHead-${id}::after { background: ${safe}; content: "${text}" }`
}

export const mount = (element: HTMLElement, room: Room) => {
  const awareness = room.getAwareness('monaco')
  const sheet = new CSSStyleSheet()
  const paint = () =>
    void sheet.replace([...awareness.getStates()].map(([id, state]) => ruleOf(id, state as State)).join('\n'))
  document.adoptedStyleSheets.push(sheet)
  awareness.on('change', paint)
  paint()
  const dress = () => monaco.editor.setTheme(isDark() ? 'vs-dark' : 'vs')
  const stopTheme = onTheme(dress)
  const mounted = mountEditor(element, room)
  dress()
  return {
    ...mounted,
    destroy() {
      stopTheme()
      awareness.off('change', paint)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
      mounted.destroy()
    },
  }
}
