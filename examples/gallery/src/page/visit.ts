// Owns this window's stay in the gallery's room: one room, and in it a document for each editor.
import { type Room, SyncForge, SyncForgeError } from '@syncforge/client'
import { useEffect, useState } from 'react'
import { whoIAm } from './person.ts'

/** The publishable key of a development server: it opens public rooms and may stand in a page. */
const API_KEY = 'pk_dev_syncforge'

/** Who opens the bare address meets everybody else who does. */
const roomId = (): string => new URLSearchParams(location.search).get('room') ?? 'gallery'

export interface Visit {
  readonly room: Room | null
  /** Why there is no room, or no longer one. */
  readonly problem: string | null
  again(): void
}

const wordsOf = (error: unknown): string =>
  error instanceof SyncForgeError ? `${error.message} (${error.code})` : 'Something on this page went wrong.'

export const useVisit = (): Visit => {
  const [{ room, problem }, set] = useState<Omit<Visit, 'again'>>({ room: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt is a new stay
  useEffect(() => {
    const gone = new AbortController()
    const failed = (error: unknown) => set((now) => ({ ...now, problem: wordsOf(error) }))
    const client = new SyncForge({
      apiKey: API_KEY,
      endpoint: location.origin,
      onError: failed,
    })
    const { userId, name, color } = whoIAm()
    client.joinRoom(roomId(), { userId, userInfo: { name, color }, signal: gone.signal }).then(
      (joined) => set({ room: joined, problem: null }),
      (error) => {
        if (!gone.signal.aborted) failed(error)
      },
    )
    return () => {
      gone.abort()
      client.close()
    }
  }, [attempt])
  const again = () => {
    set({ room: null, problem: null })
    setAttempt((count) => count + 1)
  }
  return { room, problem, again }
}
