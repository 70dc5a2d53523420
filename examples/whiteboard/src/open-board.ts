/** Owns a board that is open: puts the room, the document and the page together, and takes them apart again. */
import type { Room } from '@syncforge/client'
import '@syncforge/ui/cursors'
import '@syncforge/ui/selections'
import { createBoard } from './board/board.ts'
import { showFollowing, showStay, type WaysOn } from './chrome/banners.ts'
import { element } from './chrome/dom.ts'
import { createHeader, createHelp } from './chrome/header.ts'
import { createLooks, createTools, createZoom, hint } from './chrome/tools.ts'
import { createLayers, showOverlay } from './draw/overlay.ts'
import { createStage, elementId } from './draw/stage.ts'
import { showEditor } from './edit/editor.ts'
import { toBoard } from './geometry/camera.ts'
import { shapeAt } from './geometry/hit.ts'
import { shareSelections } from './people/selections.ts'
import { shareView } from './people/view.ts'
import { watchClipboard } from './tools/clipboard.ts'
import { createCommands } from './tools/commands.ts'
import { createDesk, type Desk } from './tools/desk.ts'
import { watchKeys } from './tools/keyboard.ts'
import { put } from './tools/make.ts'
import { watchPointers } from './tools/pointer.ts'

/** What a double click means: to write where words are, or to begin a text where nothing is. */
const writeAt = (host: HTMLElement, desk: Desk, { clientX, clientY }: MouseEvent) => {
  if (desk.tool.get() !== 'select' || !desk.mayWrite.get()) return
  const { left, top } = host.getBoundingClientRect()
  const point = toBoard(desk.camera.get(), { x: clientX - left, y: clientY - top })
  const hit = shapeAt(desk.board.ordered(), point, 5 / desk.camera.get().zoom)
  if (!hit) return void put(desk, 'text', point)
  desk.choose([hit.id])
  if (desk.board.textOf(hit.id)) desk.editing.set(hit.id)
}

/** Returns the way to leave. */
export const openBoard = (place: HTMLElement, room: Room, ways: WaysOn): (() => void) => {
  const board = createBoard(room.getDocument())
  const desk = createDesk(board)
  const commands = createCommands(desk)
  const { svg, shapes, over } = createLayers()
  const host = element('div', {
    class: 'board',
    tabindex: '0',
    role: 'listbox',
    'aria-label': 'Board',
    'aria-multiselectable': 'true',
  })
  host.append(svg)
  const cursors = Object.assign(document.createElement('syncforge-cursors'), { room, view: { x: 0, y: 0, scale: 1 } })
  // Beside the board and not in it: a list has no fields.
  const writing = Object.assign(document.createElement('syncforge-selections'), { room, className: 'writing' })
  cursors.append(host, writing)
  const help = createHelp()
  const empty = hint()
  const view = shareView(room, desk, cursors)
  const main = element(
    'main',
    {},
    cursors,
    empty,
    createLooks(desk, commands),
    createTools(desk),
    createZoom(desk, view.ownMove),
  )
  const toasts = Object.assign(document.createElement('syncforge-toasts'), { room })
  place.replaceChildren(createHeader(room, desk, help), main, help, toasts)

  const stage = createStage(shapes, board)
  const selections = shareSelections(room, desk)
  const pointers = watchPointers(host, desk, view.ownMove)
  let wasSized = false
  const sizes = new ResizeObserver(() => {
    desk.size.set({ width: host.clientWidth, height: host.clientHeight })
    if (!wasSized) desk.zoomToFit()
    wasSized = true
  })
  sizes.observe(host)
  host.addEventListener('dblclick', (event) => writeAt(host, desk, event))
  host.addEventListener('pointerdown', view.ownMove)
  const stops = [
    () => sizes.disconnect(),
    desk.camera.subscribe(stage.look),
    desk.selection.subscribe((ids) => {
      stage.select(ids)
      const last = [...ids].at(-1)
      if (last) host.setAttribute('aria-activedescendant', elementId(last))
      else host.removeAttribute('aria-activedescendant')
    }),
    desk.tool.subscribe((tool) => {
      host.dataset.tool = tool
      if (tool !== 'select') desk.choose([])
    }),
    room.access.subscribe((access) => desk.mayWrite.set(access === 'write' || access === 'moderate')),
    board.isEmpty.subscribe((isEmpty) => {
      empty.hidden = !isEmpty
    }),
    board.subscribe((changed) => {
      const chosen = desk.selection.get()
      const left = [...chosen].filter((id) => !changed.has(id) || board.get(id))
      if (left.length < chosen.size) desk.choose(left)
    }),
    showOverlay(over, desk, selections),
    showEditor(host, writing, desk, commands),
    showFollowing(main, room),
    showStay(main, room, ways),
    watchKeys({ host, desk, commands, pointers, onOwnMove: view.ownMove, onHelp: () => help.showModal() }),
    watchClipboard(desk),
    selections.close,
    view.close,
    pointers.close,
    stage.close,
  ]
  return () => {
    for (const stop of stops) stop()
    board.close()
  }
}
