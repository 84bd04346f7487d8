import { headerName } from '../sheet/layout.ts';
import type { NamedColumn } from './named-columns.ts';

/**
 * Columns of an export by their headers. WooCommerce writes them in the language of the shop's back office: English,
 * French, Spanish, German, Italian and Russian are here. Whole exports in other languages are known by `placesInOrder`.
 */
const headers = [
  ['id', 'id'],
  ['type', 'type', 'tipo', 'typ', 'тип'],
  ['sku', 'sku', 'ugs', 'artikelnummer', 'cod', 'артикул'],
  ['name', 'name', 'nom', 'nombre', 'nome', 'имя'],
  ['published', 'published', 'publié', 'publicado', 'veröffentlicht', 'pubblicato', 'опубликован'],
  [
    'visibility',
    ...[
      'visibility_in_catalog',
      'catalog_visibility',
      'visibilité_dans_le_catalogue',
      'sichtbarkeit_im_katalog',
    ],
    ...['visibilidad_en_el_catálogo', 'visibilità_nel_catalogo', 'видимость_в_каталоге'],
  ],
  [
    'summary',
    ...[
      'short_description',
      'description_courte',
      'descripción_corta',
      'kurzbeschreibung',
      'breve_descrizione',
    ],
    ...['короткое_описание', 'краткое_описание'],
  ],
  ['description', 'description', 'descripción', 'beschreibung', 'descrizione', 'описание'],
  [
    'saleStarts',
    ...['date_sale_price_starts', 'date_de_début_de_promo', 'día_en_que_empieza_el_precio_rebajado'],
    ...['datum,_an_dem_angebotspreis_beginnt', 'data_di_partenza_del_prezzo_in_saldo'],
    'дата_начала_действия_продажной_цены',
  ],
  [
    'saleEnds',
    ...['date_sale_price_ends', 'date_de_fin_de_promo', 'día_en_que_termina_el_precio_rebajado'],
    ...['datum,_an_dem_angebotspreis_endet', 'termine_data_del_prezzo_di_vendita'],
    'дата_окончания_действия_продажной_цены',
  ],
  ['inStock', 'in_stock?', 'en_stock_?', '¿existencias?', '¿en_inventario?', 'vorrätig?', 'в_наличии?'],
  ['stock', 'stock', 'inventario', 'lager', 'magazzino', 'запасы'],
  [
    'salePrice',
    'sale_price',
    'tarif_promo',
    'precio_rebajado',
    'angebotspreis',
    'prezzo_in_offerta',
    'цена_распродажи',
  ],
  [
    'price',
    'regular_price',
    'tarif_régulier',
    'precio_normal',
    'regulärer_preis',
    'prezzo_di_listino',
    'базовая_цена',
  ],
  ['categories', 'categories', 'catégories', 'categorías', 'kategorien', 'categorie', 'категории'],
  ['tags', 'tags', 'étiquettes', 'etiquetas', 'schlagwörter', 'etichette', 'метки'],
  ['images', 'images', 'imágenes', 'bilder', 'immagine', 'immagini', 'изображения'],
  ['parent', 'parent', 'superior', 'übergeordnetes_produkt', 'genitore', 'родительский'],
] as const satisfies readonly NamedColumn<string>[];

export const columnsByHeader: readonly NamedColumn<WooColumn>[] = headers;

export type WooColumn = (typeof headers)[number][0];

/** The columns of a whole export from the first on, `undefined` for those that mean nothing to us. */
const upToWeight: readonly (WooColumn | undefined)[] = [
  ...(['id', 'type', 'sku', 'name', 'published', undefined, 'visibility', 'summary'] as const),
  ...(['description', 'saleStarts', 'saleEnds', undefined, undefined, 'inStock', 'stock'] as const),
];

/** Those from the weight on: length, width, height, reviews and a note come between. */
const fromWeight: readonly (WooColumn | undefined)[] = [
  ...([undefined, undefined, undefined, undefined, undefined, undefined, 'salePrice', 'price'] as const),
  ...(['categories', 'tags', undefined, 'images', undefined, undefined, 'parent'] as const),
];

/** A product's weight and measures stand together and name their units: `Gewicht (kg)`, `Länge (cm)`. */
const measured = /\(\p{L}+\)$/u;

/** The shortest table before the weight; the amount of low stock and a barcode came with later versions. */
const weightAt = 17;

/**
 * Finds the columns of a whole export in any language: their order is the same in all of them.
 * @returns none for a header that is not of a whole export
 */
export function placesInOrder(header: readonly string[]): Map<WooColumn, number> {
  const places = new Map<WooColumn, number>();
  const weight = header.findIndex((_, i) =>
    [0, 1, 2, 3].every((j) => measured.test((header[i + j] ?? '').trim())),
  );
  const later = weight - weightAt;
  if (headerName(header[0] ?? '') !== 'id' || later < 0 || later > 2) return places;
  const put = (column: WooColumn | undefined, place: number) => {
    if (column !== undefined && place < header.length) places.set(column, place);
  };
  // A barcode stands behind the sku.
  upToWeight.forEach((column, i) => {
    put(column, i > 2 && later === 2 ? i + 1 : i);
  });
  fromWeight.forEach((column, i) => {
    put(column, weight + i);
  });
  return places;
}

/** Where an attribute of products is: its name, its value beside that, and how far its columns go. */
export interface AttributePlace {
  name: number;
  value: number;
  columns: readonly number[];
}

/** Finds the attributes, which have no names in a header but numbers: `Attribute 1 name`, `Nombre del atributo 1`. */
export function attributePlaces(header: readonly string[]): AttributePlace[] {
  const numbers = header.map((name) => (name.includes(':') ? undefined : /\d+/.exec(name)?.[0]));
  return numbers.flatMap((number, i) => {
    if (number === undefined || numbers[i - 1] === number) return [];
    const end = numbers.findIndex((other, j) => j > i && other !== number);
    const columns = numbers.slice(i, end < 0 ? undefined : end).map((_, j) => i + j);
    // An attribute has four columns, or five; a download, which has a number too, at most three.
    return columns.length < 4 ? [] : [{ name: i, value: i + 1, columns }];
  });
}
