// Owns the clock: when what is here is erased, if the last person left now; while this window is offline, if nobody else is left.
import type { Room } from '@syncforge/client'
import { useEffect, useState } from 'react'
import { useStore } from './use-store.ts'

const timeOf = (at: number): string => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

const useNow = (): number => {
  const [now, set] = useState(Date.now)
  useEffect(() => {
    const ticking = setInterval(() => set(Date.now()), 1_000)
    return () => clearInterval(ticking)
  }, [])
  return now
}

export const Clock = ({ room }: { readonly room: Room }) => {
  const isConnected = useStore(room.status) === 'connected'
  const { emptyAfterMs, kept } = useStore(room.info).metadata
  const others = useStore(room.presence).length - 1
  const [lostAt, setLostAt] = useState(0)
  const now = useNow()
  useEffect(() => setLostAt(isConnected ? 0 : Date.now()), [isConnected])
  if (kept === true) return <p className="clock">Kept: this stays.</p>
  const minutes = typeof emptyAfterMs === 'number' ? emptyAfterMs / 60_000 : 15
  const at = timeOf((lostAt || now) + minutes * 60_000)
  if (lostAt) return <p className="clock">Offline. If nobody else is there, this is erased at {at}.</p>
  const who = others > 0 ? 'all of you leave' : 'you leave'
  return (
    <p className="clock">
      If {who} now, this is erased at <time>{at}</time>.
    </p>
  )
}
