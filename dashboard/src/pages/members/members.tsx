/** Who belongs to an organization, in which role, and who was invited. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Ellipsis, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Async, SkeletonRows } from '../../components/async.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { More } from '../../components/more.tsx'
import { Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { roleWords, useRight } from '../../session/rights.ts'
import { sessionQuery } from '../../session/session.ts'
import { ChangeRole } from './change-role.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite.tsx'
import type { Member } from './member.ts'
import { membersQuery } from './queries.ts'
import { RemoveMember } from './remove-member.tsx'

type Asked = { readonly about: 'role' | 'remove'; readonly member: Member }

interface MemberRowProps {
  readonly member: Member
  readonly isSelf: boolean
  readonly onAsk: (asked: Asked) => void
}

const MemberRow = ({ member, isSelf, onAsk }: MemberRowProps) => {
  const { role: own } = useOrganization()
  const { reason } = useRight('members:write')
  const aboutOwners = member.role === 'owner' && own !== 'owner' ? 'Only owners decide about owners.' : reason
  return (
    <tr>
      <td>
        <div className="cell-main">
          <Avatar name={member.name} image={member.image} />
          <div className="cell-words">
            <strong>
              {member.name}
              {isSelf && ' (you)'}
            </strong>
            <small>{member.email}</small>
          </div>
        </div>
      </td>
      <td data-label="Role">
        <span className="badge">{roleWords[member.role]}</span>
      </td>
      <td data-label="Since" className="quiet">
        <Ago at={member.joinedAt} />
      </td>
      <td className="end">
        <ActionMenu
          trigger={
            <button type="button" className="icon-button" aria-label={`More about ${member.name}`}>
              <Ellipsis aria-hidden />
            </button>
          }
          actions={[
            { words: 'Change role…', reason: aboutOwners, run: () => onAsk({ about: 'role', member }) },
            {
              words: isSelf ? 'Leave…' : 'Remove…',
              danger: true,
              reason: isSelf ? undefined : aboutOwners,
              run: () => onAsk({ about: 'remove', member }),
            },
          ]}
        />
      </td>
    </tr>
  )
}

export const Members = () => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('members:write')
  const { data: session } = useQuery(sessionQuery)
  const members = useInfiniteQuery(membersQuery(organizationId))
  const [isInviting, setInviting] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  return (
    <Page
      title="Members"
      lead="Your colleagues here. The people in your rooms are your customers’ and are not listed."
      actions={
        <Button look="primary" icon={<UserPlus aria-hidden />} reason={reason} onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      <div className="stack">
        <Async query={members} skeleton={<SkeletonRows rows={4} />}>
          {({ pages }) => (
            <div className="table-frame">
              <table className="table table-cards table-inline">
                <caption className="visually-hidden">Members</caption>
                <thead>
                  <tr>
                    <th scope="col">Person</th>
                    <th scope="col">Role</th>
                    <th scope="col">Since</th>
                    <th scope="col">
                      <span className="visually-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {pages
                    .flatMap((page) => page.members)
                    .map((member) => (
                      <MemberRow
                        key={member.userId}
                        member={member}
                        isSelf={member.userId === session?.user.id}
                        onAsk={setAsked}
                      />
                    ))}
                </tbody>
              </table>
              <More query={members} />
            </div>
          )}
        </Async>
        <Invitations onInvite={() => setInviting(true)} />
      </div>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asked?.about === 'role' && <ChangeRole member={asked.member} onClose={close} />}
      {asked?.about === 'remove' && (
        <RemoveMember member={asked.member} isSelf={asked.member.userId === session?.user.id} onClose={close} />
      )}
    </Page>
  )
}
