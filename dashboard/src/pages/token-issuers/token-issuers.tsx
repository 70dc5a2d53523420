/** Whose JWTs an organization takes as room tokens. */
import { useQuery } from '@tanstack/react-query'
import { BadgeCheck, Ellipsis, Plus } from 'lucide-react'
import { useState } from 'react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { ChangeKeys, NewIssuer, RemoveIssuer } from './issuer-dialogs.tsx'
import { type Issuer, issuersQuery } from './queries.ts'

interface Asked {
  readonly about: 'keys' | 'remove'
  readonly issuer: Issuer
}

const Keys = ({ issuer: { jwksUrl, keys } }: { readonly issuer: Issuer }) => {
  if (jwksUrl !== null) return <span className="mono wrap-anywhere">{jwksUrl}</span>
  return (
    <span className="badges">
      {(keys ?? []).map((key, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys need no id, and stay where they are
        <span key={at} className="badge mono">
          {typeof key.kid === 'string' ? key.kid : `${String(key.crv ?? key.kty)} key`}
        </span>
      ))}
    </span>
  )
}

const IssuerRow = ({ issuer, onAsk }: { readonly issuer: Issuer; readonly onAsk: (asked: Asked) => void }) => {
  const { reason } = useRight('organization:write')
  return (
    <tr>
      <td>
        <div className="cell-words">
          <strong>{issuer.name}</strong>
          <small className="mono">{issuer.issuer}</small>
        </div>
      </td>
      <td data-label="For">
        <div className="cell-words">
          <span className="mono">{issuer.audience}</span>
        </div>
      </td>
      <td data-label="Public keys">
        <Keys issuer={issuer} />
      </td>
      <td data-label="Named" className="quiet">
        <Ago at={issuer.createdAt} />
      </td>
      <td className="end">
        <ActionMenu
          trigger={
            <button type="button" className="icon-button" aria-label={`More about ${issuer.name}`}>
              <Ellipsis aria-hidden />
            </button>
          }
          actions={[
            { words: 'Other keys…', reason, run: () => onAsk({ about: 'keys', issuer }) },
            { words: 'Remove…', danger: true, reason, run: () => onAsk({ about: 'remove', issuer }) },
          ]}
        />
      </td>
    </tr>
  )
}

export const TokenIssuers = () => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('organization:write')
  const issuers = useQuery(issuersQuery(organizationId))
  const [isMaking, setMaking] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  const make = (
    <Button look="primary" icon={<Plus aria-hidden />} reason={reason} onClick={() => setMaking(true)}>
      Name an issuer
    </Button>
  )
  return (
    <Page
      title="Token issuers"
      lead="The JWTs that your sign-in already makes, taken as room tokens: RS256, ES256 and EdDSA."
      actions={make}
    >
      <Async query={issuers} skeleton={<SkeletonRows rows={3} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<BadgeCheck aria-hidden />} title="No issuers yet" action={make}>
              Name who signs your people’s tokens, and they join rooms with them: no token of ours is needed.
            </Empty>
          ) : (
            <div className="table-frame">
              <table className="table table-cards">
                <caption className="visually-hidden">Token issuers</caption>
                <thead>
                  <tr>
                    <th scope="col">Issuer</th>
                    <th scope="col">For</th>
                    <th scope="col">Public keys</th>
                    <th scope="col">Named</th>
                    <th scope="col">
                      <span className="visually-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((issuer) => (
                    <IssuerRow key={issuer.id} issuer={issuer} onAsk={setAsked} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Async>
      {isMaking && <NewIssuer onClose={() => setMaking(false)} />}
      {asked?.about === 'keys' && <ChangeKeys issuer={asked.issuer} onClose={close} />}
      {asked?.about === 'remove' && <RemoveIssuer issuer={asked.issuer} onClose={close} />}
    </Page>
  )
}
