// Wires the page: finds its elements, joins the room, and decides between loading, document and problem.
import { SyncForge, SyncForgeError } from '@syncforge/client'
import { createAnnouncer } from './announcer.ts'
import { createAvatars } from './avatars.ts'
import { claimIdentity, type Identity, remember, renamed } from './identity.ts'
import { bindNameForm } from './name-form.ts'
import { createNotice } from './notice.ts'
import type { Room } from './room.ts'
import {
  goTo,
  linkFromAddress,
  roomFromAddress,
  shareAddress,
  threadFromAddress,
  tokenFromAddress,
} from './room-address.ts'
import { createScreen, type Problem } from './screen.ts'
import { startSession } from './session.ts'
import { bindShare } from './share.ts'
import { snippet } from './snippet.ts'
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
  title: element('title', HTMLElement),
  hint: element('hint', HTMLElement),
  sign: element('status', HTMLElement),
  offline: element('offline', HTMLElement),
  ended: element('ended', HTMLElement),
  reading: element('reading', HTMLElement),
  refusal: {
    banner: element('refused', HTMLElement),
    words: element('refused-words', HTMLElement),
    retry: element('refused-retry', HTMLButtonElement),
    discard: element('refused-discard', HTMLButtonElement),
  },
  fullness: {
    banner: element('filled', HTMLElement),
    words: element('filled-words', HTMLElement),
    dismiss: element('filled-dismiss', HTMLButtonElement),
  },
  history: {
    button: element('history', HTMLButtonElement),
    panel: element('history-panel', HTMLElement),
    heading: element('history-heading', HTMLElement),
    close: element('history-close', HTMLButtonElement),
    form: element('version-form', HTMLFormElement),
    field: element('version-name', HTMLInputElement),
    authors: element('authors', HTMLButtonElement),
    note: element('history-note', HTMLElement),
    retry: element('history-retry', HTMLButtonElement),
    list: element('versions', HTMLOListElement),
    past: {
      section: element('past', HTMLElement),
      heading: element('past-heading', HTMLElement),
      facts: element('past-facts', HTMLElement),
      legend: element('past-legend', HTMLElement),
      text: element('past-text', HTMLElement),
      restore: element('restore', HTMLButtonElement),
      back: element('past-back', HTMLButtonElement),
    },
  },
  margin: {
    aside: element('margin', HTMLElement),
    close: element('margin-close', HTMLButtonElement),
    opener: element('comments', HTMLButtonElement),
    bell: element('bell', HTMLButtonElement),
    selection: element('comment-selection', HTMLButtonElement),
    tabs: {
      threads: element('threads-tab', HTMLButtonElement),
      activity: element('activity-tab', HTMLButtonElement),
      inbox: element('inbox-tab', HTMLButtonElement),
    },
    panels: {
      threads: element('threads-panel', HTMLElement),
      activity: element('activity-panel', HTMLElement),
      inbox: element('inbox-panel', HTMLElement),
    },
  },
  avatars: createAvatars(peopleButton, element('people-list', HTMLUListElement)),
  announcer,
}

const notice = createNotice(element('notice', HTMLElement))
/** Why the room is over, in its banner. */
const why = element('why', HTMLElement)
const endpoint = location.origin.replace(/^http/, 'ws')

const toProblem = (error: unknown): Problem => {
  if (error instanceof SyncForgeError) {
    const { code, message, requestId } = error
    return { code, message, requestId }
  }
  console.error(error)
  return { code: 'PAGE_ERROR', message: 'Something on this page went wrong. Trying again may help.', requestId: null }
}

/** Whether an edit was refused: its error names the document. */
const isAboutDocument = ({ details }: SyncForgeError): boolean =>
  typeof details === 'object' && details !== null && 'document' in details

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
    notice.hide()
    why.textContent = ''
    session?.end()
    client?.close()
    session = undefined
    const token = tokenFromAddress()
    client = new SyncForge({
      ...(token === null ? { apiKey: linkFromAddress() ?? API_KEY } : { authEndpoint: async () => ({ token }) }),
      endpoint,
      warnBeforeClose: true,
      onError(error, room) {
        const sentence = `${error.message} (${error.code})`
        if (room.status.get() === 'disconnected') why.textContent = sentence
        // Edits that were refused have a banner of their own.
        else if (!isAboutDocument(error)) notice.show(sentence)
      },
    })
    try {
      const { userId, name, color } = me
      const look = { name, color }
      // With a token, who one is comes from it.
      const who = token === null ? { userId, userInfo: look, offline: true } : {}
      const room = await client.joinRoom(roomId, { ...who, presence: look })
      await show(room, token === null ? null : client.inbox)
    } catch (error) {
      client.close()
      screen.failed(toProblem(error))
    }
  }
  const show = async (room: Room, inbox: SyncForge['inbox'] | null): Promise<void> => {
    await documentHere(room)
    screen.ready()
    const onDiscarded = () => {
      session?.stop()
      session = undefined
      screen.loading()
      show(room, inbox).catch((error) => screen.failed(toProblem(error)))
    }
    session = startSession(room, me, { ...places, inbox, onLook: become, onDiscarded, onGo: goTo })
    const thread = threadFromAddress()
    if (thread !== null) return session.showThread(thread)
    // On a touch screen the keyboard would cover half of what there is to read.
    if (matchMedia('(pointer: fine)').matches) session.focus()
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
    buttons: [
      element('copy-link', HTMLButtonElement),
      element('copy-link-hint', HTMLButtonElement),
      element('copy-link-menu', HTMLButtonElement),
    ],
    panel: element('share-panel', HTMLElement),
    field: element('share-link', HTMLInputElement),
    say: announcer.say,
  })
  element('snippet', HTMLElement).textContent = snippet(endpoint, API_KEY, roomId)
  const showName = bindNameForm(me, {
    form: element('name-form', HTMLFormElement),
    field: element('name', HTMLInputElement),
    say: announcer.say,
    onRename(name) {
      const next = renamed(me, name)
      if (next) {
        me = next
        remember(me)
        session?.rename(me)
      }
      return next
    },
  })
  const become = (next: Identity): void => {
    me = next
    remember(me)
    showName(me)
  }
  await open()
}

void start()
