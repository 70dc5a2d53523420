/** The API keys of an organization: what each may do, when it was used, and the ways to make, replace and end one. */
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { Page } from '../../components/page.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { Ago, exactTime } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import type { ApiKey } from './api-key.ts'
import { NewKeyDialog } from './new-key.tsx'
import { keysQuery } from './queries.ts'
import { RevokeKey } from './revoke-key.tsx'
import { RotateKey } from './rotate-key.tsx'
import { KeyUsageDialog } from './usage.tsx'

type Asked = { readonly about: 'rotate' | 'revoke' | 'usage'; readonly key: ApiKey }

const Scopes = ({ kind, scopes }: ApiKey) => {
  if (kind === 'publishable') return <span className="badge badge-good">publishable</span>
  return (
    <span className="badges">
      <span className="badge badge-warn">secret</span>
      {scopes.length >= 7 ? (
        <span className="badge">everything</span>
      ) : (
        scopes.map((scope) => (
          <span key={scope} className="badge">
            {scope}
          </span>
        ))
      )}
    </span>
  )
}

const KeyRow = ({ apiKey, onAsk }: { readonly apiKey: ApiKey; readonly onAsk: (asked: Asked) => void }) => {
  const { reason } = useRight('keys:write')
  const { name, prefix, lastUsedAt, createdAt, expiresAt, previousExpiresAt } = apiKey
  const isOver = expiresAt !== null && expiresAt < Date.now()
  return (
    <tr>
      <td>
        <div className="cell-words">
          <strong>{name}</strong>
          <small className="mono">{prefix}…</small>
        </div>
      </td>
      <td data-label="May">
        <Scopes {...apiKey} />
      </td>
      <td data-label="Last used" className="quiet">
        {lastUsedAt === null ? 'never' : <Ago at={lastUsedAt} />}
      </td>
      <td data-label="Ends" className="quiet">
        {expiresAt === null ? (
          'never'
        ) : isOver ? (
          <span className="badge badge-danger">ended</span>
        ) : (
          <Ago at={expiresAt} />
        )}
        {previousExpiresAt !== null && (
          <span className="badge badge-warn" title={`The key of before is taken until ${exactTime(previousExpiresAt)}`}>
            old one until {exactTime(previousExpiresAt)}
          </span>
        )}
      </td>
      <td data-label="Made" className="quiet">
        <Ago at={createdAt} />
      </td>
      <td className="end">
        <ActionMenu
          trigger={
            <button type="button" className="icon-button" aria-label={`More about ${name}`}>
              <Ellipsis aria-hidden />
            </button>
          }
          actions={[
            { words: 'Usage', run: () => onAsk({ about: 'usage', key: apiKey }) },
            { words: 'Rotate…', reason, run: () => onAsk({ about: 'rotate', key: apiKey }) },
            { words: 'Revoke…', danger: true, reason, run: () => onAsk({ about: 'revoke', key: apiKey }) },
          ]}
        />
      </td>
    </tr>
  )
}

const KeyTable = ({ keys, onAsk }: { readonly keys: readonly ApiKey[]; readonly onAsk: (asked: Asked) => void }) => (
  <div className="table-frame">
    <table className="table table-cards">
      <caption className="visually-hidden">API keys</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">May</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">Made</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onAsk={onAsk} />
        ))}
      </tbody>
    </table>
  </div>
)

export const Keys = () => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('keys:write')
  const keys = useQuery(keysQuery(organizationId))
  const [isMaking, setMaking] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const close = () => setAsked(null)
  const make = (
    <Button look="primary" icon={<Plus aria-hidden />} reason={reason} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  )
  return (
    <Page
      title="API keys"
      lead="Publishable keys join rooms from a browser. Secret keys call the API from your server and sign room tokens."
      actions={make}
    >
      <Async query={keys} skeleton={<SkeletonRows rows={4} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<KeyRound aria-hidden />} title="No keys yet" action={make}>
              With a key your product talks to SyncForge.
            </Empty>
          ) : (
            <KeyTable keys={found} onAsk={setAsked} />
          )
        }
      </Async>
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} onMade={setShown} />}
      {asked?.about === 'rotate' && <RotateKey apiKey={asked.key} onClose={close} onMade={setShown} />}
      {asked?.about === 'revoke' && <RevokeKey apiKey={asked.key} onClose={close} />}
      {asked?.about === 'usage' && <KeyUsageDialog apiKey={asked.key} onClose={close} />}
      <ShownOnce
        title="Your key"
        label="API key"
        hint="Take it along now. It is shown this once: we keep nothing that could be turned back into it."
        secret={shown}
        onClose={() => setShown(null)}
      />
    </Page>
  )
}
