/** The routes of features: one file for what belongs together, one line for each here. Nothing else of the edge names a feature. */

import { agents } from './agents.ts'
import { broadcast } from './broadcast.ts'
import { documents } from './documents.ts'
import { feeds } from './feeds.ts'
import { merge } from './merge.ts'
import { across } from './people/across.ts'
import { activity } from './people/activity.ts'
import { attachments } from './people/attachments.ts'
import { chat } from './people/chat.ts'
import { checklists } from './people/checklists.ts'
import { comments } from './people/comments.ts'
import { locks } from './people/locks.ts'
import { records } from './people/records.ts'
import { presence } from './presence.ts'
import { schedules } from './schedules.ts'
import { versions } from './versions.ts'
import { visitorAttachments } from './visitors/attachments.ts'
import { visitorPeople } from './visitors/more-people.ts'

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
  across,
] as const

/** What people in a room ask over HTTP, by what lets them into it. No key of the organization is asked for. */
export const visitorRoutes = [visitorAttachments, visitorPeople] as const
