// Wires the page: finds its elements, joins the room, and decides between loading, document and problem.
import { SyncForge, SyncForgeError } from '@syncforge/client'
import { createAnnouncer } from './announcer.ts'
import { createAvatars } from './avatars.ts'
import { claimIdentity, type Identity, rename } from './identity.ts'
import { bindNameForm } from './name-form.ts'
import type { Room } from './room.ts'
import { roomFromAddress, shareAddress } from './room-address.ts'
import { createScreen, type Problem } from './screen.ts'
import { startSession } from './session.ts'
import { bindShare } from './share.ts'
import { bindThemeButton } from './theme.ts'

/** The publishable key of a development server (see the README): it opens public rooms and may stand in a page. */
const API_KEY = 'pk_dev_syncforge'

const element = <E extends HTMLElement>(id: string, kind: abstract new () => E): E => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`)
  return found
}

const main = element('document', HTMLElement)
const peopleButton = element('people', HTMLButtonElement)
const announcer = createAnnouncer(element('announcer', HTMLElement))
const places = {
  editor: element('editor', HTMLElement),
  column: element('column', HTMLElement),
  pointers: element('pointers', HTMLElement),
  title: element('title', HTMLInputElement),
  hint: element('hint', HTMLElement),
  sign: element('status', HTMLElement),
  offline: element('offline', HTMLElement),
  ended: element('ended', HTMLElement),
  avatars: createAvatars(peopleButton, element('people-list', HTMLUListElement)),
  announcer,
}

const toProblem = (error: unknown): Problem => {
  if (error instanceof SyncForgeError) return { code: error.code, message: error.message }
  console.error(error)
  return { code: 'PAGE_ERROR', message: 'Something on this page went wrong. Trying again may help.' }
}

/** Resolves when there is a document to show: the room's, or the copy that this browser keeps. Rejects when the room ends before. */
const documentHere = (room: Room): Promise<unknown> => {
  const ended = new Promise<never>((_, reject) => {
    room.status.subscribe((status) => {
      if (status !== 'disconnected') return
      reject(new SyncForgeError('ROOM_UNAVAILABLE', 'The connection ended before the document arrived.'))
    })
  })
  return Promise.race([room.getDocument().whenLoaded, ended])
}

const start = async (): Promise<void> => {
  const roomId = roomFromAddress()
  let me: Identity = await claimIdentity()
  let client: SyncForge | undefined
  let session: ReturnType<typeof startSession> | undefined

  const open = async (): Promise<void> => {
    screen.loading()
    session?.end()
    client?.close()
    session = undefined
    client = new SyncForge({
      apiKey: API_KEY,
      endpoint: location.origin.replace(/^http/, 'ws'),
      warnBeforeClose: true,
    })
    try {
      const { userId, name, color } = me
      const look = { name, color }
      const room = await client.joinRoom(roomId, { userId, userInfo: look, presence: look, offline: true })
      await documentHere(room)
      screen.ready()
      session = startSession(room, me, places)
      // On a touch screen the keyboard would cover half of what there is to read.
      if (matchMedia('(pointer: fine)').matches) session.focus()
    } catch (error) {
      client.close()
      screen.failed(toProblem(error))
    }
  }
  const screen = createScreen(
    {
      main,
      skeleton: element('skeleton', HTMLElement),
      slow: element('slow', HTMLElement),
      document: element('page', HTMLElement),
      problem: element('problem', HTMLElement),
    },
    () => void open(),
  )

  element('rejoin', HTMLButtonElement).addEventListener('click', () => void open())
  bindThemeButton(element('theme', HTMLButtonElement))
  bindShare(shareAddress(roomId), {
    buttons: [element('copy-link', HTMLButtonElement), element('copy-link-hint', HTMLButtonElement)],
    panel: element('share-panel', HTMLElement),
    field: element('share-link', HTMLInputElement),
    say: announcer.say,
  })
  bindNameForm(me, {
    form: element('name-form', HTMLFormElement),
    field: element('name', HTMLInputElement),
    say: announcer.say,
    onRename(name) {
      const renamed = rename(me, name)
      if (renamed) {
        me = renamed
        session?.rename(renamed)
      }
      return renamed
    },
  })
  await open()
}

void start()
