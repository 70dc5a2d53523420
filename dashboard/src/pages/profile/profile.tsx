/** Name, picture and address of the person who is signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accounts, inWords, told } from '../../api/accounts.ts'
import { toProblem } from '../../api/problem.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { Button } from '../../components/button.tsx'
import { Field, valuesOf } from '../../components/field.tsx'
import { Card, Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { say } from '../../components/toast.tsx'
import { smallImage } from '../../files/small-image.ts'
import { sessionQuery } from '../../session/session.ts'
import { PersonTabs } from './person-tabs.tsx'

interface User {
  readonly name: string
  readonly email: string
  readonly image?: string | null | undefined
}

const About = ({ user }: { readonly user: User }) => {
  const queries = useQueryClient()
  const [image, setImage] = useState(user.image ?? null)
  const save = useMutation({
    mutationFn: (name: string) => told(accounts.updateUser({ name, image })),
    onSuccess: async () => {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      say('Saved')
    },
  })
  const choose = useMutation({ mutationFn: smallImage, onSuccess: setImage })
  const error = save.error ?? choose.error
  return (
    <Card title="You" lead="How your colleagues see you.">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(valuesOf(event.currentTarget).name ?? '')
        }}
      >
        <div className="picture">
          <span className="avatar-large">
            <Avatar name={user.name} image={image} />
          </span>
          <Field
            label="Picture"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            hint="PNG, JPEG or WebP; made small before it is kept."
            onChange={({ target: { files } }) => files?.[0] && choose.mutate(files[0])}
          />
          {image !== null && <Button onClick={() => setImage(null)}>No picture</Button>}
        </div>
        <Field label="Name" name="name" autoComplete="name" defaultValue={user.name} maxLength={80} required />
        {error !== null && <ProblemNote problem={inWords(toProblem(error))} />}
        <div className="form-actions">
          <Button type="submit" look="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Card>
  )
}

const Address = ({ email }: { readonly email: string }) => {
  const change = useMutation({
    mutationFn: async (newEmail: string) => {
      await told(accounts.changeEmail({ newEmail, callbackURL: '/dashboard/profile' }))
      return newEmail
    },
  })
  return (
    <Card title="E-mail" lead={`You sign in with ${email}.`}>
      {change.data === undefined ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            change.mutate(valuesOf(event.currentTarget).email ?? '')
          }}
        >
          <Field
            label="New address"
            name="email"
            type="email"
            autoComplete="email"
            hint="First we ask at the old address whether it is you, then at the new one."
            required
          />
          {change.error !== null && <ProblemNote problem={inWords(toProblem(change.error))} />}
          <div className="form-actions">
            <Button type="submit" busy={change.isPending}>
              Change the address
            </Button>
          </div>
        </form>
      ) : (
        <p className="note note-good" role="status">
          A message is on its way to {email}: its link goes on with the change to {change.data}.
        </p>
      )}
    </Card>
  )
}

export const Profile = () => {
  const session = useQuery(sessionQuery)
  return (
    <Page title="Your account">
      <PersonTabs />
      <Async query={session} skeleton={<SkeletonLines lines={6} />}>
        {(found) =>
          found && (
            <div className="stack">
              <About user={found.user} />
              <Address email={found.user.email} />
            </div>
          )
        }
      </Async>
    </Page>
  )
}
