// Owns this window's stay: in a pad that forgets, and after "keep this" in the room where it is kept.
import { type Room, SyncForge, SyncForgeError } from '@syncforge/client'
import { useEffect, useState } from 'react'
import * as Y from 'yjs'
import { emptyAfterMs, freshKept, padFromAddress, showPad } from './address.ts'
import { whoIAm } from './person.ts'
import { leadTo, makeKept, makePad } from './server.ts'

export interface Stay {
  readonly room: Room | null
  /** What went wrong, or `null`. */
  readonly problem: string | null
  keep(): Promise<void>
  again(): void
}

const wordsOf = (error: unknown): string =>
  error instanceof SyncForgeError ? `${error.message} (${error.code})` : String(error)

const firstBlock = (doc: Y.Doc) => {
  const [group, block] = [new Y.XmlElement('blockGroup'), new Y.XmlElement('blockContainer')]
  block.setAttribute('id', 'first')
  block.insert(0, [new Y.XmlElement('paragraph')])
  group.insert(0, [block])
  doc.getXmlFragment('blocks').insert(0, [group])
}

const isKept = (id: string): boolean => id.startsWith('kept-')

/** Takes what this window knows of the pad along: what others wrote in the last moment comes with their windows. */
const carry = (from: Room, to: Room): void => Y.applyUpdate(to.getDocument(), Y.encodeStateAsUpdate(from.getDocument()))

export const useStay = (): Stay => {
  const [{ room, problem }, set] = useState<Pick<Stay, 'room' | 'problem'>>({ room: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt is a new stay
  useEffect(() => {
    let isOver = false
    const failed = (error: unknown) => {
      if (!isOver) set((now) => ({ ...now, problem: wordsOf(error) }))
    }
    const client = new SyncForge({ apiKey: 'pk_dev_syncforge', endpoint: location.origin, onError: failed })
    const { userId, name, color } = whoIAm()
    const enter = async (id: string, before?: Room): Promise<void> => {
      await (isKept(id) ? makeKept(id) : makePad(id, emptyAfterMs()))
      const joined = await client.joinRoom(id, { userId, userInfo: { name, color } })
      await joined.getDocument().whenSynced
      if (before) carry(before, joined)
      else await joined.seed(firstBlock)
      if (isOver) return
      showPad(id)
      set({ room: joined, problem: null })
      let isLeading = false
      joined.info.subscribe(({ metadata: { keptAs } }) => {
        if (isLeading || typeof keptAs !== 'string' || !isKept(keptAs)) return
        isLeading = true
        enter(keptAs, joined).then(() => joined.leave(), failed)
      })
    }
    enter(padFromAddress()).catch(failed)
    return () => {
      isOver = true
      client.close()
    }
  }, [attempt])
  return {
    room,
    problem,
    async keep() {
      if (!room) return
      try {
        const id = freshKept()
        await makeKept(id)
        await leadTo(room.id, id)
      } catch (error) {
        set({ room, problem: wordsOf(error) })
      }
    },
    again() {
      set({ room: null, problem: null })
      setAttempt((count) => count + 1)
    },
  }
}
