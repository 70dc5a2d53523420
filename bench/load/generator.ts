// The generator process: runs one job against one server and reports. It stands apart from the servers, so that its CPU is
// not theirs.
import { runConnect } from './connect.ts'
import { runCursors } from './cursors.ts'
import type { Job, LoadResult, Marks, Order, Report, Target } from './job.ts'
import { runJoin } from './join.ts'
import { runManyRooms } from './many-rooms.ts'
import { runMix } from './mix.ts'
import { runTyping } from './typing.ts'

const settleMs = 1_000

const tell = (report: Report) => process.send?.(report)

const nextGo = () =>
  new Promise<void>((resolve) => {
    const listen = (order: Order) => {
      if (order.type !== 'go') return
      process.off('message', listen)
      resolve()
    }
    process.on('message', listen)
  })

const mark = async (name: 'start' | 'end') => {
  const go = nextGo()
  tell({ type: 'mark', name })
  await go
}

const run = (job: Job, target: Target, marks: Marks): Promise<LoadResult> => {
  switch (job.kind) {
    case 'typing':
      return runTyping(job, target, marks)
    case 'cursors':
      return runCursors(job, target, marks)
    case 'join':
      return runJoin(job, target, marks)
    case 'mix':
      return runMix(job, target, marks)
    case 'rooms':
      return runManyRooms(job, target, marks)
    case 'connect':
      return runConnect(job, target, marks)
  }
}

const unmarked: Marks = { start: async () => {}, end: async () => {} }

process.on('message', async (order: Order) => {
  if (order.type !== 'run') return
  try {
    if (order.warmUp !== null) {
      await run(order.warmUp, order.warmUpTarget, unmarked)
      await new Promise((resolve) => setTimeout(resolve, settleMs))
    }
    const result = await run(order.job, order.target, { start: () => mark('start'), end: () => mark('end') })
    tell({ type: 'result', result })
  } catch (error) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})

process.once('disconnect', () => process.exit(0))
