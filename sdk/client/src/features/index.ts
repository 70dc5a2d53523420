/** The registry of features on this side: one line each. The room is made of what they give, in this order. */

import { tools } from '../tools.ts'
import { openActivity } from './activity/open.ts'
import { openBroadcast } from './broadcast.ts'
import { openComments } from './comments/open.ts'
import { openCursors } from './cursors/cursors.ts'
import { openDocuments } from './documents/documents.ts'
import type { FeatureContext } from './feature.ts'
import { openFeeds } from './feeds/open.ts'
import { openInfo } from './info.ts'
import { partsOf } from './parts/load.ts'
import { openParts } from './parts/open.ts'
import { openConnections } from './presence/connections.ts'
import { openPresence } from './presence/presence.ts'
import { countUses } from './presence/uses.ts'
import { openSchedules } from './schedules/open.ts'
import { openSeeds } from './seed/open.ts'
import { openSizes } from './size/open.ts'
import { openVersions } from './versions/open.ts'

export const openFeatures = (given: FeatureContext) => {
  const connections = openConnections(given)
  const presence = openPresence(given, connections)
  /** What the features do from here on is a sign that the app is in use. */
  const context = { ...given, link: countUses(given.link, presence.touched) }
  const documents = openDocuments(context)
  const part = partsOf({ ...tools, ...context, quietLink: given.link, connections, documents: documents.room })
  const onDemand = { link: given.link, part }
  return [
    connections,
    presence,
    openCursors(context, connections),
    documents,
    openBroadcast(context),
    openInfo(),
    openParts(onDemand),
    openVersions(onDemand),
    openSeeds(onDemand, documents),
    openComments(onDemand),
    openSchedules(onDemand),
    openFeeds(onDemand),
    openActivity(onDemand),
    openSizes(onDemand),
  ] as const
}

type Both<T> = (T extends unknown ? (each: T) => void : never) extends (all: infer All) => void ? All : never

/** Everything that features put on the room. */
export type RoomOfFeatures = Both<ReturnType<typeof openFeatures>[number]['room']>
