/** The second step of signing in: a code of the authenticator, or one of the recovery codes. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { accounts, told } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { nextOf, routeOf } from '../../session/next.ts'
import { sessionQuery } from '../../session/session.ts'
import { Entry, EntryForm } from './entry.tsx'

const route = getRouteApi('/second-factor')

export const SecondFactor = () => {
  const { next } = route.useSearch()
  const router = useRouter()
  const queries = useQueryClient()
  const [withRecovery, setWithRecovery] = useState(false)
  const verify = useMutation({
    mutationFn: async (typed: string): Promise<void> => {
      const code = typed.replaceAll(/\s/g, '')
      if (withRecovery) await told(accounts.twoFactor.verifyBackupCode({ code }))
      else await told(accounts.twoFactor.verifyTotp({ code }))
    },
    onSuccess: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await router.navigate({ href: routeOf(nextOf(next)) })
    },
  })
  const other = () => {
    verify.reset()
    setWithRecovery(!withRecovery)
  }
  return (
    <Entry
      title={withRecovery ? 'Use a recovery code' : 'One more step'}
      lead={
        withRecovery
          ? 'One of the codes that you were given when you turned this on. Each works once.'
          : 'Type the code that your authenticator app shows for SyncForge.'
      }
      foot={<Link to="/sign-in">Sign in as somebody else</Link>}
    >
      <EntryForm
        key={String(withRecovery)}
        error={verify.error}
        busy={verify.isPending}
        onSubmit={(form) => verify.mutate(valuesOf(form).code ?? '')}
      >
        {withRecovery ? (
          <Field
            label="Recovery code"
            name="code"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
          />
        ) : (
          <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={7} required />
        )}
        <Button type="submit" look="primary" busy={verify.isPending}>
          Go on
        </Button>
        <button type="button" className="text-button" onClick={other}>
          {withRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
        </button>
      </EntryForm>
    </Entry>
  )
}
