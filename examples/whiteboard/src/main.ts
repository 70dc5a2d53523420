/** Starts the page: comes into the room that the address names, and shows the board, or why there is none. */
import { type Room, SyncForge, SyncForgeError } from '@syncforge/client'
import '../styles/app.css'
import { boardFromAddress, tokenFromAddress } from './address.ts'
import { element } from './chrome/dom.ts'
import { brand } from './chrome/header.ts'
import { openBoard } from './open-board.ts'
import { whoIAm } from './people/person.ts'
import { makeBoard } from './server.ts'

const patienceMs = 4_000

const wordsOf = (error: unknown): string =>
  error instanceof SyncForgeError ? `${error.message} (${error.code})` : String(error)

const waiting = (...shown: readonly HTMLElement[]): readonly HTMLElement[] => [
  element('header', { class: 'bar' }, brand()),
  element('main', {}, element('div', { class: 'waiting' }, ...shown)),
]

/** There is something to show: what the room has, or what this browser kept of it. */
const boardHere = async (room: Room, say: (words: string) => void): Promise<void> => {
  const patience = setTimeout(() => say('No connection yet. The board opens as soon as there is one.'), patienceMs)
  let stop = () => {}
  const ended = new Promise<never>((_, reject) => {
    stop = room.status.subscribe((status) => {
      if (status === 'disconnected') reject(new Error('The connection ended before the board was here.'))
    })
  })
  await Promise.race([room.getDocument().whenLoaded, ended]).finally(() => {
    clearTimeout(patience)
    stop()
  })
}

const comeIn = async (place: HTMLElement, id: string, token: string | null): Promise<void> => {
  const progress = element('p', { role: 'status' }, 'Opening the board…')
  place.replaceChildren(...waiting(progress))
  const { userId, name, color } = await whoIAm()
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
  const refuse = (error: unknown) => {
    const retry = element('button', { type: 'button', class: 'button button-primary', onclick: again }, 'Try again')
    place.replaceChildren(...waiting(element('p', { role: 'alert' }, wordsOf(error)), retry))
  }
  try {
    // Without a network what is kept here is shown, and whether one may be on the board is the room's to say.
    if (token === null) await makeBoard(id).catch(console.warn)
    // With a token, who one is comes from it.
    const who = token === null ? { userId, userInfo: { name, color }, offline: true } : {}
    const room = await client.joinRoom(id, who)
    const show = async (): Promise<void> => {
      await boardHere(room, (words) => {
        progress.textContent = words
      })
      const close = openBoard(place, room, {
        again() {
          close()
          again()
        },
        anew() {
          close()
          place.replaceChildren(...waiting(progress))
          void show().catch(refuse)
        },
      })
    }
    await show()
  } catch (error) {
    refuse(error)
  }
}

const place = document.getElementById('app')
if (place) void comeIn(place, boardFromAddress(), tokenFromAddress())
