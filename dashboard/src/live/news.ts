/** What was asked by REST is asked again as soon as the server says that it is another. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { LiveNews } from '../../../workers/edge/routes/index.ts'

/** However many changes come in this time, they are asked for once. */
const GATHER_MS = 1_000

/**
 * Asks again for whatever `key` begins whenever `version` is another than before.
 *
 * @param version as the server pushes it; `null`: nothing was heard yet, and what was asked for is new
 */
export const useAskAgain = (key: QueryKey, version: number | null): void => {
  const queries = useQueryClient()
  const known = useRef<number>(null)
  const waiting = useRef(false)
  useEffect(() => {
    const isNews = known.current !== null && version !== null && version !== known.current
    known.current = version ?? known.current
    if (!isNews || waiting.current) return
    waiting.current = true
    setTimeout(() => {
      waiting.current = false
      void queries.invalidateQueries({ queryKey: key })
    }, GATHER_MS)
  })
}

/** On every page of an organization: its plan and what is to pay, and its list of rooms. */
export const useNews = (organizationId: string, news: LiveNews | null): void => {
  useAskAgain(['billing', organizationId], news?.billing ?? null)
  useAskAgain(['rooms', organizationId], news?.rooms ?? null)
  // How many rooms of how many: of the plan, and of all that are there.
  useAskAgain(['usage', organizationId, 'day'], news && news.billing + news.rooms)
}
