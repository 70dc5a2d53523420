/** Signing in with a password or with another account; a second factor is asked on its own page. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { accounts, told } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { nextOf, routeOf } from '../../session/next.ts'
import { sessionQuery } from '../../session/session.ts'
import { Entry, EntryForm } from './entry.tsx'
import { Providers } from './providers.tsx'

const route = getRouteApi('/sign-in')

export const SignIn = () => {
  const { next, email } = route.useSearch()
  const router = useRouter()
  const queries = useQueryClient()
  const signIn = useMutation({
    mutationFn: (values: Readonly<Record<string, string>>) =>
      told(
        accounts.signIn.email({
          email: values.email ?? '',
          password: values.password ?? '',
          callbackURL: nextOf(next),
        }),
      ),
    onSuccess: async (answer) => {
      if ('twoFactorRedirect' in answer) {
        await router.navigate({ to: '/second-factor', search: next === undefined ? {} : { next } })
        return
      }
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await router.navigate({ href: routeOf(nextOf(next)) })
    },
  })
  return (
    <Entry
      title="Sign in"
      foot={
        <>
          New here?{' '}
          <Link to="/sign-up" search={next === undefined ? {} : { next }}>
            Make an account
          </Link>
        </>
      }
    >
      <Providers next={nextOf(next)} />
      <EntryForm error={signIn.error} busy={signIn.isPending} onSubmit={(form) => signIn.mutate(valuesOf(form))}>
        <Field label="E-mail" name="email" type="email" autoComplete="username" defaultValue={email} required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Button type="submit" look="primary" busy={signIn.isPending}>
          Sign in
        </Button>
        <p className="entry-links">
          <Link to="/forgot-password">Forgot your password?</Link>
        </p>
      </EntryForm>
    </Entry>
  )
}
