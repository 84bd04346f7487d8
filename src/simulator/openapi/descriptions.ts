const money = 'Rupees, as a JSON number';
const deleted = 'Set: taken off the menu. Null or blank: still there';
const active = 'Whether it is sold; true and 1 are the same';
const stock = 'Pieces left, a whole number from 0';
const typo = "The spelling of the vendor's table for `stock_quantity`; read as the same";
const utc = 'UTC, like 2024-06-06T04:29:15.000Z';
const placement = { priority: 'Where it stands among its like, from 0' };

/** What each schema is for, under the empty name, and what its fields mean. */
export const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Id: { '': 'An id, as text or as a whole number. Text is better: `0103` keeps its zero' },
  LoginRequest: { '': 'The account that Blink gave; demo and demo for the simulator unless told otherwise' },
  LoginReply: {
    '': 'The token for all other calls of the ordering API',
    token_type: 'Always Bearer',
    access_token: 'A JSON Web Token; `exp` in it says until when',
  },
  MenuImport: {
    '': 'A menu, or a part of one',
    products: 'Each takes the place of the one with its id, whole',
  },
  MenuProduct: {
    '': 'A product of the menu',
    sku: "The till's own code, each once",
    tags: 'Words with commas between them',
    uom: 'Unit of measure, such as kg',
    is_active: active,
    price: money,
    deleted_at: deleted,
    branches: 'What differs at branches; none: the product is sold everywhere at `price`',
    modifiers: 'What the customer is asked to choose',
  },
  MenuCategory: { '': 'The category of a product', deleted_at: deleted },
  MenuBranch: {
    '': 'A product at one branch',
    is_active: active,
    price: `${money}; null or missing: the product's own`,
    stock_quantity: stock,
    stock_qunatity: typo,
  },
  MenuModifier: {
    '': 'A choice of options',
    minimum_options: 'How many options have to be taken at least',
    maximum_options: 'How many options may be taken at most',
    deleted_at: deleted,
    ...placement,
  },
  MenuOption: {
    '': 'One option of a modifier',
    price: `${money}, on top of the product's`,
    is_active: active,
    deleted_at: deleted,
    ...placement,
  },
  MenuOptionBranch: { '': 'An option at one branch', stock_quantity: stock, stock_qunatity: typo },
  ImportReply: { '': 'What the import did. What Blink answers is not documented' },
  MenuPage: {
    '': 'A page of the menu, as public integrations read it: the list is `data`, and `last_page` stands beside it',
    last_page: 'Where the menu ends: ask for every page up to this one',
  },
  CategoriesReply: { '': 'The categories that the products of the menu name' },
  StockSync: { '': 'Stock and prices' },
  StockProduct: { '': 'A product that is on the menu', price: money, discount_price: money },
  StockBranch: { '': 'A product at one branch', stock_quantity: stock, stock_qunatity: typo },
  StockReply: { '': 'How many products were taken. What Blink answers is not documented' },
  Branch: {
    '': 'A branch',
    id: 'One number of the branch',
    blink_id: 'Another number of the same branch',
    branch: 'Its name',
  },
  BranchesReply: { '': 'All branches' },
  Customer: {
    '': 'A customer',
    signup_date: 'Without a time zone: take it as it is',
  },
  CustomersReply: {
    '': 'A page of customers; `last_page` says where the list ends, `total` is not reliable',
  },
  OrderStatusUpdate: {
    '': 'Where an order shall go',
    status: '0 Pending, 1 Accepted, 2 Dispatched, 3 Delivered, 4 Rejected',
    comment: 'For people; a rejection needs one, and it must say something',
  },
  OrderStatusReply: { '': 'Where the order stands. What Blink answers is not documented' },
  OrderEvent: {
    '': 'A new order. Amounts come as numbers, as text such as "39.000", and as null',
    order_key: 'The number that the customer has',
    type: 'PICK-UP, DINE-IN or DELIVERY',
    channel: 'Where it was placed: ANDROID, IOS, WEBSITE, CALL-IN ORDER, QR ORDER, FOODPANDA',
    branch_id: "The branch's id",
    due_at: "The shop's own time, without a zone: take it as it is",
    fbr_pos_charge: "The tax office's charge for each bill",
    customer_address_description: 'The address; for orders that are not delivered, their type',
    payment_type: 'Such as Cash',
    subtotal: 'The sum of all `total_price` of products and options, where the simulator made the order',
    total_price: 'Subtotal, tax, charge and delivery, less discounts, where the simulator made the order',
  },
  OrderStatusEvent: {
    '': 'An order has changed its state',
    status: '0 Pending, 1 Accepted, 2 Dispatched, 3 Delivered, 4 Rejected',
  },
  TaskCreate: {
    '': 'A delivery',
    mappingKey: 'Your own key of the delivery, each once; the status is asked for by it',
    mappingCode: 'The number that people see',
    mappingBranchId: 'The branch that it leaves from',
    lat: 'Latitude in degrees, as text',
    lng: 'Longitude in degrees, as text',
    pickUpTime: utc,
    deliveryTime: `${utc}; not before the pick-up`,
    subTotal: money,
    deliveryCharges: money,
    type: '1 is a normal delivery, 2 a return',
  },
  TaskUpdate: {
    '': 'What changes about a delivery',
    type: '1 is a normal delivery, 2 a return',
    pickUpTime: utc,
    deliveryTime: `${utc}; not before the pick-up`,
  },
  TaskEvent: {
    '': 'The latest event of a delivery',
    eventId:
      '20 created, 21 updated, 22 unassigned, 23 assigned, 24 accepted, 25 arrived, 26 started, 27 finished, 28 cancelled, 29 reassigned; 27 and 28 are the last',
    event: 'The same as a word, such as TASK_ACCEPTED',
  },
  OrderWishes: {
    '': 'What the order shall have; everything else is made up from the imported menu',
    products: 'Options that are not named are chosen, as many as each modifier asks for',
  },
  OrdersReply: {
    '': 'All orders, the latest first; `order` is null for those that the simulator has from the start',
  },
  StateChange: {
    '': 'Where the order shall go',
    status: '0 Pending, 1 Accepted, 2 Dispatched, 3 Delivered, 4 Rejected',
  },
  Cancellation: { '': 'Why the delivery is called off', reason: 'For people' },
  FaultChanges: {
    '': 'What shall go wrong from now on; what is not named stays, null ends a fault',
    latency: 'Milliseconds before each answer: 200, or "100-500"',
    fail_rate: 'How many of a hundred requests fail, 0 to 100',
    rate_limit: 'Requests a second or a minute: "5/s", "60/m"; more are answered with 429',
    batch_limit: 'How many products one syncStockAndPrice may have',
    token_ttl: 'Seconds until the token of a login runs out',
  },
  FaultsReply: { '': 'What goes wrong on request' },
  RequestsReply: { '': 'The latest 1000 requests, the oldest first' },
  ResetReply: { '': 'Everything is as at the first start' },
  Refusal: { '': 'One sentence that says why' },
  Invalid: {
    '': 'The fields that are wrong',
    errors: 'By the dotted path of the field, such as `products.3.sku`; 200 fields at most',
  },
};
