import type { Context } from '../../../session/context.ts';
import { boardLines } from '../../../terminal/board.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';
import { ticketLines } from '../../../terminal/ticket.ts';
import { charactersOf, cut, widthOf, wrapTo } from '../../../terminal/widths.ts';
import { plural } from '../../shared/words.ts';
import type { Message } from './controls.ts';
import { asideWords, type BoardRow, boardColumns } from './rows.ts';

/** What is on the screen, apart from its size. */
export interface View {
  /** Whose orders: `sandbox, profile default`. */
  place: string;
  /** Said where there are no orders. */
  empty: readonly string[];
  rows: readonly BoardRow[];
  /** How many events were put aside: they may be orders. */
  aside: number;
  /** The order that is chosen, by its place among the rows. */
  selected: number;
  /** True where the chosen order's ticket is shown in place of the board; `scroll` is its first line on the screen. */
  ticket: boolean;
  scroll: number;
  /** What just happened. */
  message: Message | undefined;
  /** A question, and what was typed for an answer. */
  question: { text: string; answer: string | undefined } | undefined;
  /** False where no keys can be pressed. */
  keys: boolean;
  /** The time of day, `14:03:07`. */
  time: string;
}

const boardKeys = '↑↓ choose  a accept  d dispatch  l deliver  r reject  Enter ticket  q quit';
const ticketKeys = '↑↓ scroll  a accept  d dispatch  l deliver  r reject  Esc back  q quit';
/** Lines for the title, the one below it, and the keys. */
const around = 3;
/** What went wrong may take as many lines as this. */
const mostSaid = 3;

/**
 * The lines of the screen: exactly as many as there is room for, none wider than that. With how far a ticket
 * can be scrolled.
 */
export async function drawView(
  view: View,
  { columns, rows: height }: { columns: number; rows: number },
  style: Style,
): Promise<{ lines: string[]; furthest: number }> {
  const said = messageLines(view, columns, style);
  const room = Math.max(1, height - around - said.length);
  const line = (text: string) => cut(cleanText(text), columns);
  const all = await bodyLines(view, { columns, room }, style);
  const furthest = Math.max(0, all.length - room);
  const scroll = Math.min(view.scroll, furthest);
  const body = (view.ticket ? all.slice(scroll) : all).slice(0, room);
  const below = all.length - scroll - room;
  if (view.ticket && below > 0) body.splice(-1, 1, style.dim(`↓ ${plural(below + 1, 'more line')}`));
  const lines = [
    style.strong(line(titleOf(view))),
    '',
    ...body,
    ...Array.from({ length: Math.max(0, room - body.length) }, () => ''),
    ...said,
    footLine(view, line, columns, style),
  ];
  return { lines: lines.slice(-height), furthest };
}

/** `There are no open orders from the last 24 h.` */
export function nothingOpen({ hours, branch }: { hours: number; branch: string | undefined }): string {
  const where = branch === undefined ? '' : ` of branch ${cleanText(branch)}`;
  return `There are no open orders${where} from the last ${hours} h.`;
}

/** How orders get here. */
export function receiveHint({ settings }: Pick<Context, 'settings'>): string {
  const environment = settings.environment === undefined ? '' : ` --env ${settings.environment.value}`;
  return `Orders come in while "blink webhook listen${environment}" runs.`;
}

function titleOf({ place, rows, aside, time }: View): string {
  const late = rows.filter(({ lateness }) => lateness !== undefined).length;
  const count = `${plural(rows.length, 'open order')}${late > 0 ? `, ${late} late` : ''}${aside > 0 ? `, ${asideWords(aside)}` : ''}`;
  return `${time}  ${count}  ${place}`;
}

async function bodyLines(
  view: View,
  { columns, room }: { columns: number; room: number },
  style: Style,
): Promise<string[]> {
  const { rows, selected, ticket, empty } = view;
  const chosen = rows[selected];
  if (chosen === undefined) return empty.flatMap((text) => wrapTo(cleanText(text), columns));
  if (ticket) {
    const { order, branch } = chosen;
    return ticketLines(order.event, columns, { id: order.id, branch, style });
  }
  const { shown, importance } = boardColumns;
  const places = room - 1;
  const first = firstShown(rows.length, selected, places);
  const visible = rows.slice(first, first + places);
  const width = columns - mark;
  const [header = '', ...lines] = await boardLines(visible, shown, { importance, width, style });
  const marked = lines.map((line, i) => {
    const aged = visible[i]?.lateness ? markLate(line, style) : line;
    return first + i === selected ? `${style.strong('›')} ${style.strong(aged)}` : `  ${aged}`;
  });
  return [`  ${header}`, ...marked];
}

/** How many columns the mark of the chosen order takes. */
const mark = 2;

/** The first row on the screen: the chosen one stays in its middle as far as there are others around it. */
function firstShown(count: number, selected: number, places: number): number {
  return Math.max(0, Math.min(selected - Math.floor(places / 2), count - places));
}

/** A line of the board whose first word, the age, stands out. */
export function markLate(line: string, { bad }: Style): string {
  return line.replace(/^ *\S+/, (age) => bad(age));
}

/** What just happened, in one line at the least, so that the board above stays where it is. */
function messageLines({ message }: View, columns: number, style: Style): string[] {
  const lines = wrapTo(cleanText(message?.text ?? ''), columns);
  const shown = lines
    .slice(0, mostSaid)
    .map((line, i) => (i < mostSaid - 1 ? line : cut(lines.slice(i).join(' '), columns)));
  return shown.map(message?.bad ? style.bad : style.good);
}

function footLine(
  { question, keys, rows, ticket }: View,
  line: (text: string) => string,
  columns: number,
  style: Style,
) {
  if (question?.answer !== undefined) return answerLine(question.text, question.answer, columns, style);
  if (question) return style.strong(line(question.text));
  if (!keys) return style.dim(line('Ctrl-C ends it'));
  return style.dim(line(rows.length === 0 ? 'q quit' : ticket ? ticketKeys : boardKeys));
}

/** So many columns of an answer are seen, however long the question is. */
const leastAnswer = 20;

/** A line editor that always shows the end of what was typed. */
function answerLine(text: string, answer: string, columns: number, style: Style): string {
  const typed = cleanText(answer);
  const asked = cut(cleanText(text), Math.max(1, columns - leastAnswer - mark));
  const room = Math.max(1, columns - widthOf(asked) - mark);
  const characters = charactersOf(typed);
  let end = typed;
  while (cut(end, room) !== end) {
    characters.shift();
    end = characters.join('');
  }
  return `${style.strong(asked)} ${end}▏`;
}
