/** What the edge brings along with an admission or a call, taken over where it is news: how the room is set up, what its organization pays for, what was shared with an address. */
import type { HeldPlan } from '@syncforge/protocol/plans'
import type { Admission, RoomSettings } from './admission.ts'
import type { RoomParts } from './assemble.ts'
import { claimShare, deciding } from './sessions/moderate.ts'

export const learnPlan = ({ plans, commit }: RoomParts, plan: HeldPlan): void => {
  if (plans.isNews(plan)) commit(() => plans.learn(plan), [])
}

export const learnSettings = (parts: RoomParts, told: RoomSettings): void => {
  const { commit, settings, emptyTimeout, authorizer, registry, live, room, announcer } = parts
  if (!settings.isNews(told)) return
  const before = settings.get()
  commit(() => {
    settings.learn(told)
    const is = settings.get()
    emptyTimeout.retime(before.emptyAfterMs)
    if (is.defaultAccess !== before.defaultAccess || is.ownerId !== before.ownerId) {
      live.changed()
      authorizer.again(registry.all.values())
    }
    for (const feature of room.features) announcer.events(feature.onSettings?.(before) ?? [], null)
  }, [])
}

/** Before the door is: it may be what lets them in. */
export const learnShare = (parts: RoomParts, { user: { userId, verified }, email }: Admission): void => {
  if (email === null || userId === null || !verified) return
  parts.commit(() => {
    if (claimShare({ userId, email }, { ...parts, ...deciding(parts), store: parts.sharing }))
      parts.authorizer.again(parts.registry.of({ userId, verified }))
  }, [])
}
