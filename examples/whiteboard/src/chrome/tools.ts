/** Owns the bars over the board: the tools, how things look and what can be done with them, and how much is seen. */
import { type Color, colors, strokes } from '../board/shape.ts'
import type { Commands } from '../tools/commands.ts'
import type { Desk, ToolName } from '../tools/desk.ts'
import { toolKeys } from '../tools/keyboard.ts'
import { element, icon, iconButton, toolbar } from './dom.ts'

const toolNames: Readonly<Record<ToolName, string>> = {
  select: 'Select',
  hand: 'Move the board',
  pen: 'Pen',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  line: 'Line',
  arrow: 'Arrow',
  note: 'Sticky note',
  text: 'Text',
}

const strokeNames: Readonly<Record<number, string>> = { 2: 'Thin', 4: 'Medium', 8: 'Thick' }

const press = (button: Element, isPressed: boolean) => button.setAttribute('aria-pressed', String(isPressed))

export const createTools = (desk: Desk): HTMLElement => {
  const buttons = Object.entries(toolKeys).map(([key, name]) => {
    const run = () => desk.tool.set(name)
    return { name, button: iconButton({ icon: name, label: toolNames[name], keys: key.toUpperCase(), run }) }
  })
  const show = () => {
    for (const { name, button } of buttons) {
      press(button, desk.tool.get() === name)
      button.disabled = !desk.mayWrite.get() && name !== 'select' && name !== 'hand'
    }
  }
  desk.tool.subscribe(show)
  desk.mayWrite.subscribe((mayWrite) => {
    if (!mayWrite && desk.tool.get() !== 'hand') desk.tool.set('select')
    show()
  })
  return toolbar('Tools', 'tools', ...buttons.map(({ button }) => button))
}

const swatch = (desk: Desk, color: Color) => {
  const label = `Colour ${color}`
  const run = () => desk.restyle({ color })
  return element(
    'button',
    {
      type: 'button',
      class: 'tool swatch',
      'aria-label': label,
      title: label,
      style: `--swatch: var(--board-line-${color})`,
      onclick: run,
    },
    element('span', { class: 'dot' }),
  )
}

const width = (desk: Desk, stroke: number) => {
  const label = strokeNames[stroke] ?? String(stroke)
  const run = () => desk.restyle({ stroke })
  return element(
    'button',
    { type: 'button', class: 'tool', 'aria-label': label, title: label, onclick: run },
    element('span', { class: 'width', style: `--width: ${stroke}px` }),
  )
}

export const createLooks = (desk: Desk, commands: Commands): HTMLElement => {
  const swatches = colors.map((color) => ({ color, button: swatch(desk, color) }))
  const widths = strokes.map((stroke) => ({ stroke, button: width(desk, stroke) }))
  const fill = iconButton({
    icon: 'fill',
    label: 'Filled',
    run: () => desk.restyle({ isFilled: !desk.style.get().isFilled }),
  })
  const undo = iconButton({ icon: 'undo', label: 'Undo', keys: 'Control+Z', run: commands.undo })
  const redo = iconButton({ icon: 'redo', label: 'Redo', keys: 'Control+Shift+Z', run: commands.redo })
  const ofChosen = [
    iconButton({ icon: 'duplicate', label: 'Duplicate', keys: 'Control+D', run: commands.duplicate }),
    iconButton({ icon: 'forward', label: 'Forward', keys: ']', run: () => commands.reorder('forward') }),
    iconButton({ icon: 'backward', label: 'Backward', keys: '[', run: () => commands.reorder('backward') }),
    iconButton({ icon: 'remove', label: 'Delete', keys: 'Delete', run: commands.remove }),
  ]
  desk.style.subscribe(({ color, stroke, isFilled }) => {
    for (const each of swatches) press(each.button, each.color === color)
    for (const each of widths) press(each.button, each.stroke === stroke)
    press(fill, isFilled)
  })
  const show = () => {
    const mayWrite = desk.mayWrite.get()
    const { canUndo, canRedo } = desk.board.history.get()
    undo.disabled = !mayWrite || !canUndo
    redo.disabled = !mayWrite || !canRedo
    for (const button of ofChosen) button.disabled = !mayWrite || desk.selection.get().size === 0
    for (const { button } of [...swatches, ...widths, { button: fill }]) button.disabled = !mayWrite
  }
  desk.mayWrite.subscribe(show)
  desk.selection.subscribe(show)
  desk.board.history.subscribe(show)
  const group = (...buttons: readonly Node[]) => element('div', { class: 'group' }, ...buttons)
  return toolbar(
    'Looks and actions',
    'looks',
    group(...swatches.map(({ button }) => button)),
    group(...widths.map(({ button }) => button), fill),
    group(undo, redo, ...ofChosen),
  )
}

export const createZoom = (desk: Desk, onOwnMove: () => void): HTMLElement => {
  const by = (run: () => void) => () => {
    onOwnMove()
    run()
  }
  const whole = element('button', {
    type: 'button',
    class: 'tool percent',
    title: '100 % (0)',
    'aria-keyshortcuts': '0',
    onclick: by(() => desk.zoomTo(1)),
  })
  desk.camera.subscribe(({ zoom }) => {
    const percent = `${Math.round(zoom * 100)} %`
    if (whole.textContent === percent) return
    whole.textContent = percent
    whole.setAttribute('aria-label', `Zoom ${percent}: back to 100 %`)
  })
  return toolbar(
    'Zoom',
    'zoom',
    iconButton({ icon: 'minus', label: 'Farther', keys: '-', run: by(() => desk.zoomBy(0.8)) }),
    whole,
    iconButton({ icon: 'plus', label: 'Closer', keys: '+', run: by(() => desk.zoomBy(1.25)) }),
    iconButton({ icon: 'fit', label: 'Show everything', keys: '1', run: by(() => desk.zoomToFit()) }),
  )
}

export const hint = (): HTMLElement =>
  element(
    'div',
    { class: 'hint' },
    icon('pen'),
    element('p', {}, 'An empty board. Draw, or double-click to write.'),
    element('p', { class: 'quiet' }, 'Send the link to whoever should draw along.'),
  )
