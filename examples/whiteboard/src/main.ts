/** Starts the page: comes into the room that the address names, and shows the board, or why there is none. */
import { SyncForge, SyncForgeError } from '@syncforge/client'
import '../styles/app.css'
import { boardFromAddress, tokenFromAddress } from './address.ts'
import { element } from './chrome/dom.ts'
import { brand } from './chrome/header.ts'
import { openBoard } from './open-board.ts'
import { whoIAm } from './people/person.ts'
import { makeBoard } from './server.ts'

const wordsOf = (error: unknown): string =>
  error instanceof SyncForgeError ? `${error.message} (${error.code})` : String(error)

const waiting = (...shown: readonly HTMLElement[]): readonly HTMLElement[] => [
  element('header', { class: 'bar' }, brand()),
  element('main', {}, element('div', { class: 'waiting' }, ...shown)),
]

const comeIn = async (place: HTMLElement, id: string, token: string | null): Promise<void> => {
  place.replaceChildren(...waiting(element('p', { role: 'status' }, 'Opening the board…')))
  const { userId, name, color } = whoIAm()
  const credentials = token === null ? { apiKey: 'pk_dev_syncforge' } : { authEndpoint: async () => ({ token }) }
  const client = new SyncForge({
    ...credentials,
    endpoint: location.origin,
    warnBeforeClose: true,
    onError: console.warn,
  })
  const again = () => {
    client.close()
    void comeIn(place, id, token)
  }
  try {
    if (token === null) await makeBoard(id)
    const room = await client.joinRoom(id, token === null ? { userId, userInfo: { name, color } } : {})
    await room.getDocument().whenSynced
    const close = openBoard(place, room, () => {
      close()
      again()
    })
  } catch (error) {
    const retry = element('button', { type: 'button', class: 'button button-primary', onclick: again }, 'Try again')
    place.replaceChildren(...waiting(element('p', { role: 'alert' }, wordsOf(error)), retry))
  }
}

const place = document.getElementById('app')
if (place) void comeIn(place, boardFromAddress(), tokenFromAddress())
