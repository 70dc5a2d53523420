/** The nine documents of a plan, in the order in which one writes them. `key` names the record, its lock and its checklist. */
export interface PlanDocument {
  readonly key: string
  readonly title: string
  /** What one finds in it, for the list. */
  readonly purpose: string
  /** What a document that nobody has begun starts with. */
  readonly template: string
  /** What is on its checklist in a new project. */
  readonly tasks: readonly string[]
}

const sheet = (...lines: readonly string[]): string => `${lines.join('\n')}\n`

export const plan: readonly PlanDocument[] = [
  {
    key: 'brief',
    title: 'Brief',
    purpose: 'What we make, for whom, and why now',
    template: sheet(
      '## The site in one sentence',
      'For … who …, the site is a … that …',
      '',
      '## Why now',
      '- ',
      '',
      '## What it is not',
      '- ',
      '',
      '## Who decides',
      '- ',
    ),
    tasks: ['Write the one sentence', 'Agree what it is not', 'Name who decides'],
  },
  {
    key: 'audience',
    title: 'Audience',
    purpose: 'Who comes, and what they want to get done',
    template: sheet(
      '## First group',
      '- Who they are: ',
      '- What they come for: ',
      '- What keeps them away today: ',
      '',
      '## Second group',
      '- Who they are: ',
      '- What they come for: ',
      '- What keeps them away today: ',
    ),
    tasks: ['Talk to three people of each group', 'Rank the groups'],
  },
  {
    key: 'goals',
    title: 'Goals',
    purpose: 'What must be true half a year after launch',
    template: sheet(
      '## In half a year',
      '- ',
      '',
      '## How we will know',
      '- Measure: … now … then …',
      '',
      '## What we give up for it',
      '- ',
    ),
    tasks: ['Choose three measures', 'Write down where they stand today'],
  },
  {
    key: 'sitemap',
    title: 'Site map',
    purpose: 'Every page, and the way to it',
    template: sheet('- Home', '- About', '- Work', '- Contact', '', '## The three most walked ways', '- From … to …'),
    tasks: ['List every page', 'Walk the three ways with somebody new', 'Decide what old addresses lead to'],
  },
  {
    key: 'content',
    title: 'Content',
    purpose: 'Who writes what, until when, in which voice',
    template: sheet(
      '## Voice',
      'We sound … and never …',
      '',
      '## Pages',
      '- Home: written by …, due …',
      '- About: written by …, due …',
      '',
      '## Pictures',
      '- ',
    ),
    tasks: ['Name a writer for every page', 'Collect the pictures', 'Have it read aloud once'],
  },
  {
    key: 'design',
    title: 'Design',
    purpose: 'How it looks and feels, and what it borrows from',
    template: sheet(
      '## Three words',
      '- ',
      '',
      '## What we like elsewhere',
      '- ',
      '',
      '## Type, colour, pictures',
      '- ',
    ),
    tasks: ['Agree on three words', 'Show two directions', 'Check contrast and keyboard'],
  },
  {
    key: 'technology',
    title: 'Technology',
    purpose: 'What it runs on, and who keeps it running',
    template: sheet(
      '## Where it runs',
      '- Host: ',
      '- Domain: ',
      '',
      '## What it is made with',
      '- ',
      '',
      '## Who keeps it running',
      '- ',
    ),
    tasks: ['Get hold of the domain', 'Set a budget for speed', 'Try a restore from the backup'],
  },
  {
    key: 'launch',
    title: 'Launch',
    purpose: 'The day itself: order, times, who does what',
    template: sheet(
      '## Date',
      '',
      '## The day',
      '- 09:00 ',
      '- 10:00 ',
      '- 11:00 ',
      '',
      '## If it goes wrong',
      '- We go back by …',
    ),
    tasks: ['Set the date', 'Rehearse the day', 'Write the announcement'],
  },
  {
    key: 'risks',
    title: 'Budget and risks',
    purpose: 'What it may cost, and what may go wrong',
    template: sheet(
      '## Budget',
      '- Design: ',
      '- Building: ',
      '- Running, a year: ',
      '',
      '## Risks',
      '- If …, then …, so we …',
    ),
    tasks: ['Have the budget approved', 'Name an owner for every risk'],
  },
]

export const findDocument = (key: string | null): PlanDocument | undefined => plan.find((each) => each.key === key)
