/** People about whom something was decided in this room: what they were granted, and who is to stay out. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Plus, ShieldBan, UserRoundCog } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done } from '../../../api/client.ts'
import { Async, Empty, SkeletonRows } from '../../../components/async.tsx'
import { Button } from '../../../components/button.tsx'
import { More } from '../../../components/more.tsx'
import { Card } from '../../../components/page.tsx'
import { exactTime } from '../../../components/time.tsx'
import { say, sayProblem } from '../../../components/toast.tsx'
import { useOrganization } from '../../../session/organizations.ts'
import { useRight } from '../../../session/rights.ts'
import { accessLevelWords } from '../words.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { type Decision, decisionsQuery, useRefreshAccess } from './queries.ts'

const isGrant = ({ access, documents }: Decision) => access !== null || Object.keys(documents).length > 0
const isBan = ({ ban, claimsBan }: Decision) => ban !== null || claimsBan !== null

const Grant = ({ decision, onChange }: { readonly decision: Decision; readonly onChange: () => void }) => {
  const { reason } = useRight('rooms:moderate')
  const { userId, access, documents } = decision
  return (
    <li>
      <div className="cell-main">
        <UserRoundCog aria-hidden />
        <div className="cell-words">
          <strong className="mono">{userId}</strong>
          <small>
            {access === null ? 'in the room what their token says' : `${accessLevelWords[access]} in the room`}
          </small>
        </div>
      </div>
      {Object.entries(documents).map(([name, level]) => (
        <span key={name} className="badge">
          {accessLevelWords[level]} “{name}”
        </span>
      ))}
      <Button size="small" reason={reason} onClick={onChange}>
        Change<span className="visually-hidden"> what {userId} may do</span>
      </Button>
    </li>
  )
}

const untilWords = (until: number | null) => (until === null ? 'until it is taken back' : `until ${exactTime(until)}`)

const Ban = ({ roomId, decision }: { readonly roomId: string; readonly decision: Decision }) => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('rooms:moderate')
  const refresh = useRefreshAccess(organizationId, roomId)
  const { userId, ban, claimsBan } = decision
  const lift = useMutation({
    mutationFn: () =>
      done(apiOf(organizationId).rooms[':roomId'].participants[':userId'].ban.$delete({ param: { roomId, userId } })),
    onSuccess: () => {
      say(`${userId} may come in again`)
      return refresh()
    },
    onError: sayProblem,
  })
  return (
    <li>
      <div className="cell-main">
        <ShieldBan aria-hidden />
        <div className="cell-words">
          <strong className="mono">{userId}</strong>
          <small>
            {untilWords((ban ?? claimsBan)?.until ?? null)}
            {ban === null && ' · only who claims this id; who proves it may come in'}
          </small>
        </div>
      </div>
      <Button size="small" reason={reason} busy={lift.isPending} onClick={() => lift.mutate()}>
        Let in again<span className="visually-hidden">: {userId}</span>
      </Button>
    </li>
  )
}

export const DecidedPeople = ({ roomId }: { readonly roomId: string }) => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('rooms:moderate')
  const decisions = useInfiniteQuery(decisionsQuery(organizationId, roomId))
  // `undefined`: nobody is being decided about.
  const [person, setPerson] = useState<string | null | undefined>(undefined)
  const give = (
    <Button size="small" icon={<Plus aria-hidden />} reason={reason} onClick={() => setPerson(null)}>
      Give somebody access
    </Button>
  )
  const listed = (which: (decision: Decision) => boolean) =>
    (decisions.data?.pages ?? []).flatMap(({ grants }) => grants.filter(which))
  return (
    <>
      <Card
        title="Grants"
        lead="What single people may do here and in single documents, whatever their token says."
        actions={give}
      >
        <Async query={decisions} skeleton={<SkeletonRows rows={2} />}>
          {() =>
            listed(isGrant).length === 0 ? (
              <Empty icon={<UserRoundCog aria-hidden />} title="Nobody has a grant">
                Everybody may do what their token, a share link or the room’s default gives.
              </Empty>
            ) : (
              <ul className="list" aria-label="Grants">
                {listed(isGrant).map((decision) => (
                  <Grant key={decision.userId} decision={decision} onChange={() => setPerson(decision.userId)} />
                ))}
              </ul>
            )
          }
        </Async>
        <More query={decisions} />
      </Card>
      <Card title="Banned" lead="Who is to stay out of this room. People are banned from the list of who is here.">
        <Async query={decisions} skeleton={<SkeletonRows rows={1} />}>
          {() =>
            listed(isBan).length === 0 ? (
              <Empty icon={<ShieldBan aria-hidden />} title="Nobody is banned">
                {decisions.hasNextPage ? 'Among those who are shown above.' : 'Everybody who has a way in may come.'}
              </Empty>
            ) : (
              <ul className="list" aria-label="Banned people">
                {listed(isBan).map((decision) => (
                  <Ban key={decision.userId} roomId={roomId} decision={decision} />
                ))}
              </ul>
            )
          }
        </Async>
      </Card>
      {person !== undefined && (
        <GrantDialog
          roomId={roomId}
          person={person === null ? null : { userId: person, name: person }}
          onClose={() => setPerson(undefined)}
        />
      )}
    </>
  )
}
