import type { Branch } from '../../blink/contract/account.ts';

/**
 * A dozen branches. The first two are the vendor's sample; two are not live yet, one is not active.
 */
export const branches: readonly Branch[] = [
  place(0, 'Clifton-Block 4', '209 Bolvard center, caspian road beside Hollywood Cafe'),
  place(1, 'SMCHS-12', 'Plot#212 Rae Avenue road'),
  place(2, 'DHA Phase 6', 'Shop 3, Lane 2, Bukhari Commercial, DHA Phase 6, Karachi'),
  place(3, 'Gulshan-e-Iqbal', 'Block 13-D, University Road, near Hasan Square, Karachi'),
  place(4, 'Tariq Road', 'Plot 152-N, Block 2, PECHS, Karachi'),
  place(5, 'North Nazimabad', 'D-14, Block H, Hyderi Market, Karachi'),
  place(6, 'Gulberg III', '27-C1, M.M. Alam Road, Lahore'),
  place(7, 'Johar Town', '81 Main Boulevard, Block G1, Johar Town, Lahore'),
  place(8, 'Bahria Town', 'Plot 6, Sector C Commercial, Bahria Town, Lahore', { is_live: 0 }),
  place(9, 'F-7 Markaz', 'Shop 9, Jinnah Super Market, F-7, Islamabad'),
  place(10, 'I-8 Markaz', 'Executive Complex, I-8 Markaz, Islamabad', { is_live: 0 }),
  place(11, 'Blue Area', '44-E, Jinnah Avenue, Blue Area, Islamabad', { is_active: 0 }),
];

function place(
  index: number,
  branch: string,
  branch_address: string,
  { is_live = 1, is_active = 1 }: { is_live?: 0 | 1; is_active?: 0 | 1 } = {},
): Branch {
  return { id: 63 + index, blink_id: 60001 + index, branch, branch_address, is_live, is_active };
}
