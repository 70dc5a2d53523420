/** Asking for a link that sets a new password. Says the same whether there is such an account. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accounts, told } from '../../api/accounts.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { Entry, EntryForm } from './entry.tsx'

export const ForgotPassword = () => {
  const ask = useMutation({
    mutationFn: async (email: string) => {
      await told(accounts.requestPasswordReset({ email, redirectTo: '/dashboard/reset-password' }))
      return email
    },
  })
  if (ask.data !== undefined) {
    return (
      <Entry
        title="Look into your mailbox"
        lead={
          <>
            If <strong>{ask.data}</strong> has an account, a link to set a new password is on its way. It works for an
            hour, once.
          </>
        }
      >
        <Link className={buttonClass()} to="/sign-in">
          Back to signing in
        </Link>
      </Entry>
    )
  }
  return (
    <Entry
      title="Forgot your password?"
      lead="We send a link to your address with which you set a new one."
      foot={<Link to="/sign-in">Back to signing in</Link>}
    >
      <EntryForm error={ask.error} busy={ask.isPending} onSubmit={(form) => ask.mutate(valuesOf(form).email ?? '')}>
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Button type="submit" look="primary" busy={ask.isPending}>
          Send the link
        </Button>
      </EntryForm>
    </Entry>
  )
}
