/** Invitations to the person who is signed in. */
import { queryOptions } from '@tanstack/react-query'
import { api, json } from '../api/client.ts'

/** Those that wait for an answer. */
export const receivedQuery = queryOptions({
  queryKey: ['received-invitations'],
  queryFn: async ({ signal }) => (await json(api.invitations.$get({}, { init: { signal } }))).invitations,
})

/** One of them, also when it has ended. */
export const invitationQuery = (invitationId: string) =>
  queryOptions({
    queryKey: ['received-invitations', invitationId],
    queryFn: ({ signal }) =>
      json(api.invitations[':invitationId'].$get({ param: { invitationId } }, { init: { signal } })),
  })
