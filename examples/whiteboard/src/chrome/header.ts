/** Owns the head of the page: what it is, who is here, whether it is saved, the link to it and the way out of it. */
import type { Room } from '@syncforge/client'
import '@syncforge/ui/avatars'
import '@syncforge/ui/connection'
import '@syncforge/ui/toasts'
import type { Toast } from '@syncforge/ui'
import { toPng, toSvg } from '../draw/export.ts'
import type { Desk } from '../tools/desk.ts'
import { keyHelp } from '../tools/keyboard.ts'
import { element, icon } from './dom.ts'

export const say = (toast: Toast): void =>
  void document.dispatchEvent(new CustomEvent('syncforge-toast', { detail: toast }))

const copyLink = async () => {
  try {
    // The clipboard is missing on plain http away from localhost.
    await navigator.clipboard.writeText(location.href)
    say({ text: 'Link copied', kind: 'good' })
  } catch {
    say({ text: 'This browser does not let the page copy. The link is in the address bar.' })
  }
}

const hand = (name: string, file: Blob) => {
  const address = URL.createObjectURL(file)
  element('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** What is chosen, or everything. */
const exportAs = async (desk: Desk, format: 'svg' | 'png') => {
  const chosen = desk.chosen()
  const picture = toSvg(chosen.length > 0 ? chosen : desk.board.ordered())
  if (!picture) return say({ text: 'There is nothing on the board yet.' })
  try {
    const file = format === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await toPng(picture)
    hand(`whiteboard.${format}`, file)
  } catch {
    say({ text: 'This browser could not make the picture. SVG still works.', kind: 'bad' })
  }
}

export const createHelp = (): HTMLDialogElement => {
  const rows = keyHelp.flatMap(([keys, does]) => [element('dt', {}, keys), element('dd', {}, does)])
  const dialog = element('dialog', { class: 'help', 'aria-label': 'Keys' })
  dialog.append(
    element(
      'div',
      { class: 'help-head' },
      element('h2', {}, 'Keys'),
      element('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Close'),
    ),
    element('dl', {}, ...rows),
  )
  return dialog
}

const button = (name: 'link' | 'save' | 'help', label: string, run: () => void) =>
  element('button', { type: 'button', class: 'button', onclick: run }, icon(name), element('span', {}, label))

export const brand = (): HTMLElement => element('h1', {}, element('a', { href: '/examples' }, 'Whiteboard'))

export const createHeader = (room: Room, desk: Desk, help: HTMLDialogElement): HTMLElement => {
  const avatars = Object.assign(document.createElement('syncforge-avatars'), { room })
  const connection = Object.assign(document.createElement('syncforge-connection'), { room })
  return element(
    'header',
    { class: 'bar' },
    brand(),
    connection,
    element('div', { class: 'people', title: 'Choose somebody to follow them' }, avatars),
    element(
      'div',
      { class: 'bar-actions' },
      button('link', 'Copy link', () => void copyLink()),
      button('save', 'SVG', () => void exportAs(desk, 'svg')),
      button('save', 'PNG', () => void exportAs(desk, 'png')),
      button('help', 'Keys', () => help.showModal()),
    ),
  )
}
