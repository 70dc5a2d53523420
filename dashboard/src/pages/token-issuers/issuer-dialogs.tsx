/** The dialogs that name an issuer, give one other keys, and end one. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { apiOf, done, json } from '../../api/client.ts'
import { Confirm, FormDialog } from '../../components/dialog.tsx'
import { Choice, Field, TextField, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { keysOf } from './keys.ts'
import { type Issuer, issuersQuery } from './queries.ts'

type Source = 'jwks' | 'keys'

const sourceOf = (form: HTMLFormElement) => {
  const { jwksUrl, keys } = valuesOf(form)
  return jwksUrl === undefined ? { keys: keysOf(keys ?? '') } : { jwksUrl: jwksUrl.trim() }
}

/** Where the public keys come from: an address that is asked, or the keys themselves. */
const SourceFields = ({ issuer }: { readonly issuer?: Issuer }) => {
  const [source, setSource] = useState<Source>(issuer?.keys ? 'keys' : 'jwks')
  return (
    <>
      <Choice
        label="Its public keys"
        value={source}
        onChange={({ target }) => setSource(target.value === 'keys' ? 'keys' : 'jwks')}
        options={[
          ['jwks', 'are at an address (JWKS)'],
          ['keys', 'are these'],
        ]}
      />
      {source === 'jwks' ? (
        <Field
          label="Address of its keys"
          name="jwksUrl"
          type="url"
          placeholder="https://login.example.com/.well-known/jwks.json"
          hint="A public https address that answers a JSON Web Key Set, without redirects. New keys there are found by themselves."
          defaultValue={issuer?.jwksUrl ?? ''}
          maxLength={2_048}
          autoComplete="off"
          spellCheck={false}
          required
        />
      ) : (
        <TextField
          label="Public keys"
          name="keys"
          className="field field-area mono"
          placeholder="-----BEGIN PUBLIC KEY-----"
          hint="PEM or JWK, at most ten: RSA for RS256, P-256 for ES256, Ed25519 for EdDSA. Never a private key."
          defaultValue={issuer?.keys ? JSON.stringify(issuer.keys, null, 2) : ''}
          spellCheck={false}
          required
        />
      )}
    </>
  )
}

const HOUR_S = 3_600
const longest = [
  [String(24 * HOUR_S), 'for a day'],
  [String(HOUR_S), 'for an hour'],
  [String(7 * 24 * HOUR_S), 'for a week'],
  [String(30 * 24 * HOUR_S), 'for 30 days'],
] as const

const useOfIssuers = () => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  return {
    param: { organizationId },
    route: apiOf(organizationId).organizations[':organizationId']['token-issuers'],
    refresh: () => queries.invalidateQueries({ queryKey: issuersQuery(organizationId).queryKey }),
  }
}

export const NewIssuer = ({ onClose }: { readonly onClose: () => void }) => {
  const { param, route, refresh } = useOfIssuers()
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) => {
      const { name = '', issuer = '', audience = '', longest: seconds } = valuesOf(form)
      const named = { name: name.trim(), issuer: issuer.trim(), audience: audience.trim() }
      return json(route.$post({ param, json: { ...named, maxTtlSeconds: Number(seconds), ...sourceOf(form) } }))
    },
    onSuccess: ({ name }) => {
      say(`Tokens of “${name}” are taken`)
      onClose()
      return refresh()
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Name an issuer"
      description={
        <>
          Its JWTs become room tokens: <code>sub</code> is the user id, <code>name</code> and <code>picture</code> are
          what others see.
        </>
      }
      action="Take its tokens"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(form)}
    >
      <Field label="Name" name="name" placeholder="Our sign-in" maxLength={512} autoComplete="off" required />
      <div className="form-row">
        <Field
          label="Issuer"
          name="issuer"
          placeholder="https://login.example.com/"
          hint={
            <>
              What <code>iss</code> is, letter by letter.
            </>
          }
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <Field
          label="Audience"
          name="audience"
          placeholder="https://app.example.com"
          hint={
            <>
              What <code>aud</code> is, or names among others.
            </>
          }
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </div>
      <SourceFields />
      <Choice label="A token may be good" name="longest" options={longest} />
    </FormDialog>
  )
}

interface AboutIssuer {
  readonly issuer: Issuer
  readonly onClose: () => void
}

export const ChangeKeys = ({ issuer, onClose }: AboutIssuer) => {
  const { param, route, refresh } = useOfIssuers()
  const change = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      json(route[':issuerId'].$patch({ param: { ...param, issuerId: issuer.id }, json: sourceOf(form) })),
    onSuccess: () => {
      say('The keys are changed')
      onClose()
      return refresh()
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title={`Keys of “${issuer.name}”`}
      description="Tokens that were signed with the keys of before are refused within five seconds."
      action="Change the keys"
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate(form)}
    >
      <SourceFields issuer={issuer} />
    </FormDialog>
  )
}

export const RemoveIssuer = ({ issuer, onClose }: AboutIssuer) => {
  const { param, route, refresh } = useOfIssuers()
  const remove = useMutation({
    mutationFn: () => done(route[':issuerId'].$delete({ param: { ...param, issuerId: issuer.id } })),
    onSuccess: () => {
      say(`Tokens of “${issuer.name}” are taken no more`)
      onClose()
      return refresh()
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Take no more tokens of “${issuer.name}”?`}
      description="They are refused within five seconds. Who is in a room stays until their token ends."
      action="Remove the issuer"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
