import { Unreadable } from '../problem.ts';
import { readWorkbook, type StoredSheet } from './library.ts';
import { workbookParts } from './parts.ts';

const oleStart = '\xd0\xcf\x11\xe0';

/**
 * The sheets of a workbook.
 * @throws Unreadable for one that is damaged, too large, protected by a password, or of another program
 */
export async function openWorkbook(chunks: AsyncIterable<Uint8Array>): Promise<StoredSheet[]> {
  const bytes = await contentOf(chunks);
  if (bytes.toString('latin1', 0, 4) === oleStart) throw noNewWorkbook(bytes);
  const parts = workbookParts(bytes);
  try {
    return await readWorkbook(parts);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Unreadable({
      message: `this workbook cannot be read: ${reason.replace(/\.$/, '')}.`,
      hint: 'Open it in Excel and save it anew, or save the sheet as "CSV UTF-8".',
    });
  }
}

/** A workbook of text is a tenth of what it takes unpacked. */
const longest = 1 << 27;

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= longest) continue;
    throw new Unreadable({
      message: 'a workbook of more than 128 MB is not read.',
      hint: 'Take the pictures out of it, or save the sheet as "CSV UTF-8" and give that file.',
    });
  }
  return Buffer.concat(chunks);
}

/** The format that Excel had until 2003 is also the envelope of workbooks that have a password. */
function noNewWorkbook(bytes: Buffer): Unreadable {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new Unreadable({
      message: 'this workbook is protected with a password.',
      hint: 'Open it in Excel, take the password away (File, Info, Protect Workbook), save it, and give it again.',
    });
  }
  return new Unreadable({
    message: 'this is a workbook of the old format (.xls) or another old Office document.',
    hint: 'Open it in Excel, save it as "Excel Workbook (.xlsx)" or as "CSV UTF-8", and give that file.',
  });
}
