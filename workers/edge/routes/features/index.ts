/** The routes of features: one file for what belongs together, one line for each here. Nothing else of the edge names a feature. */
import { activity } from './activity.ts'
import { agents } from './agents.ts'
import { attachments } from './attachments.ts'
import { broadcast } from './broadcast.ts'
import { chat } from './chat.ts'
import { checklists } from './checklists.ts'
import { comments } from './comments.ts'
import { documents } from './documents.ts'
import { feeds } from './feeds.ts'
import { locks } from './locks.ts'
import { merge } from './merge.ts'
import { presence } from './presence.ts'
import { records } from './records.ts'
import { schedules } from './schedules.ts'
import { versions } from './versions.ts'

export const featureRoutes = [
  presence,
  documents,
  versions,
  merge,
  broadcast,
  comments,
  attachments,
  chat,
  locks,
  records,
  activity,
  schedules,
  feeds,
  checklists,
  agents,
] as const
