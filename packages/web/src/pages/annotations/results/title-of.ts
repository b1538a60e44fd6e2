/** What a field asks; its name where the queue asks for it no longer. */
export type TitleOf = (field: string) => string;
