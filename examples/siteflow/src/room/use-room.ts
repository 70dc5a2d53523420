/** Joins a room for as long as a part of the page shows it. */
import { type Room, type SyncForge, SyncForgeError } from '@syncforge/client'
import { useCallback, useEffect, useState } from 'react'
import type { Me } from '../people/identity.ts'
import { colorOf } from '../people/people.ts'

export interface Problem {
  readonly code: string
  readonly message: string
}

export type Joined =
  | { readonly at: 'joining' }
  | { readonly at: 'in'; readonly room: Room }
  | { readonly at: 'failed'; readonly problem: Problem }

const joining: Joined = { at: 'joining' }

const toProblem = (error: unknown): Problem => {
  if (error instanceof SyncForgeError) return { code: error.code, message: error.message }
  console.error(error)
  return { code: 'PAGE_ERROR', message: 'Something on this page went wrong. Trying again may help.' }
}

/** `me` is `null` for who comes with a token: it says who they are. Call `again` for another try. */
export const useRoom = (
  client: SyncForge,
  id: string,
  me: Me | null,
): { readonly joined: Joined; readonly again: () => void } => {
  const [joined, setJoined] = useState<Joined>(joining)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another join
  useEffect(() => {
    const gone = new AbortController()
    let room: Room | undefined
    setJoined(joining)
    const who = me ? { userId: me.userId, userInfo: { name: me.name, color: colorOf(me.userId) } } : {}
    client.joinRoom(id, { ...who, signal: gone.signal }).then(
      (entered) => {
        room = entered
        if (gone.signal.aborted) entered.leave()
        else setJoined({ at: 'in', room: entered })
      },
      (error) => {
        if (!gone.signal.aborted) setJoined({ at: 'failed', problem: toProblem(error) })
      },
    )
    return () => {
      gone.abort()
      room?.leave()
    }
  }, [client, id, me, attempt])
  return { joined, again: useCallback(() => setAttempt((before) => before + 1), []) }
}
