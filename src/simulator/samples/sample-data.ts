/** An option that a customer can add to a dish. Its price is in rupees. */
export interface SampleOption {
  id: string;
  name: string;
  price: number;
}

/** A dish. `choices` are options of which a customer takes one, `extras` those that can be added. */
export interface SampleDish {
  id: string;
  name: string;
  price: number;
  choices: readonly SampleOption[];
  extras: readonly SampleOption[];
}

/** A branch, with the tax of its province in percent. */
export interface SampleBranch {
  id: string;
  address: string;
  latitude: string;
  longitude: string;
  taxPercent: number;
  customers: readonly [SampleCustomer, ...SampleCustomer[]];
}

export interface SampleCustomer {
  name: string;
  phone: string;
  address: string;
}

const spice: readonly SampleOption[] = [
  { id: 'spice-mild', name: 'Mild ہلکی', price: 0 },
  { id: 'spice-medium', name: 'Medium درمیانی', price: 0 },
  { id: 'spice-hot', name: 'Hot تیز', price: 0 },
];

const dips: readonly SampleOption[] = [
  { id: 'dip-raita', name: 'Mint raita', price: 70 },
  { id: 'dip-imli', name: 'Imli chutney', price: 70 },
  { id: 'dip-garlic', name: 'Garlic mayo', price: 90 },
];

const portion: readonly SampleOption[] = [
  { id: 'half', name: 'Half ہاف', price: 0 },
  { id: 'full', name: 'Full فل', price: 1150 },
];

export const dishes: readonly [SampleDish, ...SampleDish[]] = [
  { id: 'bbq-01', name: 'Chicken Tikka Leg چکن تکہ', price: 520, choices: spice, extras: dips },
  { id: 'bbq-04', name: 'Beef Seekh Kabab سیخ کباب', price: 840, choices: spice, extras: dips },
  { id: 'krh-01', name: 'Chicken Karahi چکن کڑاہی', price: 1250, choices: portion, extras: [] },
  { id: 'krh-06', name: 'Daal Mash Fry دال ماش', price: 520, choices: [], extras: [] },
  { id: 'bry-01', name: 'Chicken Biryani چکن بریانی', price: 450, choices: spice, extras: dips },
  { id: 'bry-03', name: 'Sindhi Mutton Biryani سندھی بریانی', price: 890, choices: [], extras: dips },
  { id: 'rol-01', name: 'Chicken Chatni Roll چکن چٹنی رول', price: 380, choices: [], extras: dips },
  { id: 'bgr-02', name: 'Beef Smash Burger', price: 749.5, choices: [], extras: dips },
  { id: 'tnd-03', name: 'Roghni Naan روغنی نان', price: 110, choices: [], extras: [] },
  { id: 'des-05', name: 'Kulfi Falooda قلفی فالودہ', price: 360, choices: [], extras: [] },
  { id: '00411', name: 'Cola 345 ml', price: 99.99, choices: [], extras: [] },
  { id: 'drk-08', name: 'Doodh Patti Chai دودھ پتی چائے', price: 160, choices: [], extras: [] },
];

// The phone numbers are of no one: Pakistan has no prefix 0399.
export const branches: readonly [SampleBranch, ...SampleBranch[]] = [
  {
    id: '60001',
    address: '209 Bolvard center, caspian road beside Hollywood Cafe',
    latitude: '24.8138900',
    longitude: '67.0299700',
    taxPercent: 13,
    customers: [
      { name: 'Ayesha Siddiqui', phone: '+923990001001', address: 'Flat 4-B, Block 4, Clifton, Karachi' },
      { name: 'محمد بلال', phone: '+923990001002', address: 'مکان ۱۲، بلاک ۵، کلفٹن، کراچی' },
      { name: "Danish D'Souza", phone: '+923990001003', address: '23/1 Zamzama Street 7, Karachi' },
    ],
  },
  {
    id: '60004',
    address: 'Block 13-D, University Road, near Hasan Square, Karachi',
    latitude: '24.9056000',
    longitude: '67.0822000',
    taxPercent: 13,
    customers: [
      { name: 'Hira Memon حرا میمن', phone: '+923990001004', address: 'B-77, Block 10-A, Gulshan-e-Iqbal' },
      { name: 'Kashif Baloch', phone: '+923990001005', address: 'House 9, Street 3, Federal B Area' },
    ],
  },
  {
    id: '60007',
    address: '27-C1, M.M. Alam Road, Lahore',
    latitude: '31.5157000',
    longitude: '74.3512000',
    taxPercent: 16,
    customers: [
      { name: 'فاطمہ بٹ', phone: '+923990001006', address: '۸۱ گلبرگ تھری، لاہور' },
      { name: 'Usman Raza', phone: '+923990001007', address: '14-K, Gulberg II, near Main Market, Lahore' },
    ],
  },
  {
    id: '60008',
    address: '81 Main Boulevard, Block G1, Johar Town, Lahore',
    latitude: '31.4697000',
    longitude: '74.2728000',
    taxPercent: 16,
    customers: [
      { name: 'Noor-ul-Ain Malik', phone: '+923990001008', address: '305-R1, Johar Town, Lahore' },
      { name: 'زینب قریشی', phone: '+923990001009', address: 'Johar Town, Block H3, house 221' },
    ],
  },
];

export const kitchenNotes: readonly [string, ...string[]] = [
  'No onions please',
  'Extra spicy, and pack the raita apart',
  'مرچ کم رکھیں، بچوں کے لیے ہے',
  'Nut allergy! No garnish on the kulfi.',
];

export const riders: readonly [SampleRider, ...SampleRider[]] = [
  { name: 'Imran Masih', contact: '+923990000002' },
  { name: 'Sajid Khan', contact: '+923990000003' },
  { name: 'ندیم اختر', contact: '+923990000004' },
];

export interface SampleRider {
  name: string;
  contact: string;
}
