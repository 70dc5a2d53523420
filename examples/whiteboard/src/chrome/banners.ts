/** Owns what the page says about my stay: that I follow somebody, that I may only look, that I am out. */
import { type Room, SyncForgeError } from '@syncforge/client'
import { colorOf, nameOf } from '../people/person.ts'
import { element } from './dom.ts'
import { say } from './header.ts'

/** Chosen among the avatars, somebody is followed. Returns the way to stop. */
export const showFollowing = (host: HTMLElement, room: Room): (() => void) => {
  const banner = element('div', { class: 'following', role: 'status' })
  host.append(banner)
  const follow = ({
    detail: { user },
  }: CustomEvent<{ readonly user: Parameters<typeof nameOf>[0] & { userId: string } }>) => {
    if (user.userId === room.self.userId) return
    room.follow(user).catch((error: unknown) => {
      say({ text: error instanceof SyncForgeError ? error.message : String(error), kind: 'bad' })
    })
  }
  document.addEventListener('syncforge-person', follow)
  let shown: string | undefined
  const stop = room.following.subscribe((following) => {
    const name = following ? nameOf(following.user) : undefined
    if (name === shown) return
    shown = name
    banner.hidden = !following
    banner.replaceChildren()
    if (!following || !name) return
    host.style.setProperty('--followed', colorOf(following.user))
    const end = () => void room.following.stop().catch(() => {})
    banner.append(
      element('span', {}, 'You follow ', element('bdi', {}, name)),
      element('button', { type: 'button', onclick: end }, 'Stop'),
    )
  })
  banner.hidden = true
  return () => {
    stop()
    document.removeEventListener('syncforge-person', follow)
    banner.remove()
  }
}

export interface WaysOn {
  /** Begins another stay in the room. */
  again(): void
  /** Opens the board anew in the same stay: its document is another. */
  anew(): void
}

export const showStay = (host: HTMLElement, room: Room, { again, anew }: WaysOn): (() => void) => {
  const banner = element('div', { class: 'stay', role: 'status' })
  host.append(banner)
  const show = () => {
    const isOut = room.status.get() === 'disconnected'
    const access = room.access.get()
    const mayOnlyLook = access === 'read' || access === 'comment'
    const refused = room.refused.get()
    banner.hidden = !isOut && !mayOnlyLook && refused.length === 0
    banner.replaceChildren()
    if (isOut) {
      banner.append(
        element('span', {}, 'You are not on this board any more. '),
        element('button', { type: 'button', class: 'button', onclick: again }, 'Come in again'),
      )
    } else if (refused.length > 0) {
      // It is kept here through every reload, until somebody says otherwise.
      const throwAway = () => {
        for (const edits of refused) edits.discard()
        anew()
      }
      banner.append(
        element('span', {}, `Something you drew was not taken: ${refused[0]?.error.message} `),
        element('button', { type: 'button', class: 'button', onclick: throwAway }, 'Throw it away'),
      )
    } else if (mayOnlyLook) banner.append(element('span', {}, 'You may look at this board, not change it.'))
  }
  const stops = [room.status.subscribe(show), room.access.subscribe(show), room.refused.subscribe(show)]
  return () => {
    for (const stop of stops) stop()
    banner.remove()
  }
}
