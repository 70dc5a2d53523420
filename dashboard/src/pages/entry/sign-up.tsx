/** Making an account. The answer is the same whether the address has one already: the mail tells. */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { MailCheck } from 'lucide-react'
import { accounts, told } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { nextOf } from '../../session/next.ts'
import { Entry, EntryForm } from './entry.tsx'
import { Providers } from './providers.tsx'

const route = getRouteApi('/sign-up')

/** The mail's link leads there, signed in. */
const verifiedAddress = (next: string) => `/dashboard/verified?next=${encodeURIComponent(next)}`

export const SignUp = () => {
  const { next, email } = route.useSearch()
  const signUp = useMutation({
    mutationFn: async (values: Readonly<Record<string, string>>) => {
      await told(
        accounts.signUp.email({
          name: values.name?.trim() ?? '',
          email: values.email ?? '',
          password: values.password ?? '',
          callbackURL: verifiedAddress(nextOf(next)),
        }),
      )
      return values.email ?? ''
    },
  })
  const again = useMutation({
    mutationFn: (address: string) =>
      told(accounts.sendVerificationEmail({ email: address, callbackURL: verifiedAddress(nextOf(next)) })),
    onSuccess: () => say('Sent once more'),
    onError: sayProblem,
  })
  if (signUp.data !== undefined) {
    const address = signUp.data
    return (
      <Entry
        title="Look into your mailbox"
        lead={
          <>
            We have sent a message to <strong>{address}</strong>. Its link confirms the address and brings you back
            here.
          </>
        }
        foot={
          <>
            Nothing there? Look among the unwanted mail, or{' '}
            <button type="button" className="text-button" onClick={() => again.mutate(address)}>
              send it again
            </button>
            .
          </>
        }
      >
        <div className="note note-good">
          <MailCheck aria-hidden />
          <p>You can close this page: the link works in this browser for a day.</p>
        </div>
      </Entry>
    )
  }
  return (
    <Entry
      title="Make an account"
      lead="Presence, cursors and shared documents in your product, today."
      foot={
        <>
          Have one already?{' '}
          <Link to="/sign-in" search={next === undefined ? {} : { next }}>
            Sign in
          </Link>
        </>
      }
    >
      <Providers next={nextOf(next)} />
      <EntryForm error={signUp.error} busy={signUp.isPending} onSubmit={(form) => signUp.mutate(valuesOf(form))}>
        <Field label="Your name" name="name" autoComplete="name" maxLength={100} required />
        <Field label="E-mail" name="email" type="email" autoComplete="email" defaultValue={email} required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={256}
          hint="Ten characters or more."
          required
        />
        <Button type="submit" look="primary" busy={signUp.isPending}>
          Make an account
        </Button>
      </EntryForm>
    </Entry>
  )
}
