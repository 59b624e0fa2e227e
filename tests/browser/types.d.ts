// What the site's scripts share through `window`.

type Room = {
    Stopped: new () => Error,
    exchange(request: string, kind: string, signal?: AbortSignal): Promise<string>,
    hold(kind: string, request: string): void,
    stop(): void,
    wake(): Promise<unknown>,
    watch(watcher: (kind: string | null, isStoppable: boolean) => void): void,
};

type Client = {
    Refused: new (why?: string) => Error,
    Stopped: new () => Error,
    ask(request: object, signal?: AbortSignal): Promise<any>,
    button(words: string, click: () => any, more?: Record<string, any>): HTMLElement,
    copyable(text: string, what: string): HTMLElement,
    element(name: string, attributes: Record<string, any>, ...children: any[]): HTMLElement,
    kept(name: string): Promise<any>,
    load(pages: string[], drilled?: string): Promise<void>,
    /** Has a button do something that may take a moment. */
    once(button: HTMLElement, what: () => Promise<void>): void,
    /** Says that something is on its way, where it takes a moment. */
    patiently<T>(what: Promise<T>, tell: () => void): Promise<T>,
    practised: { person: string, progress: string },
    prose(markdown: string | null | undefined): Promise<DocumentFragment | null>,
    raw(requests: string[]): Promise<string[]>,
    save(name: string, type: string, text: string): void,
    /** A box for a text of any length; what is too long to be shown is told in the note. */
    textBox(attributes: Record<string, any>): { area: HTMLTextAreaElement, note: HTMLElement, text(): string, set(text: string): void },
    spoken(sentence: string): (Node | string | null | undefined | false)[],
    today(): string,
};

type Doer = {
    /** Does what a person says, and shows what came of it. */
    act(act: any): Promise<void>,
    /** Takes so many of the answers that output gives in a row. */
    take(text: string | null, judged: string, count: number): void,
    judge(text: string, parked: [string, number] | null, stop: AbortController): Promise<any>,
    /** What the box of the waiting question, or of one that is parked, holds and nobody has taken yet. */
    draft(parked: [string, number] | null): { kept(): string, keep(text: string): void },
    say(text: string): void,
    /** Does one thing after what is being done. */
    then(what: () => Promise<void>): Promise<void>,
    events(): any[],
    /** The page's address with the walk in it. */
    address(): string,
    fileName(ending: string): string,
    /** Closes a walk that has come to its end. */
    finish(): Promise<void>,
    open(file: File): void,
};

type Laid = { heading: HTMLElement, parts: (HTMLElement | null)[] };

type Output = {
    clock(moment: string): string,
    deciding(lines: any[]): HTMLElement | null,
    judgement(judgement: any, take: ((count: number) => void) | null, reply: (reply: any) => void): Node[],
    pasteBox(doer: Doer, parked: [string, number] | null, onRead: (judgement: any) => void): {
        whole: HTMLElement,
        look(): Promise<boolean>,
        current(): { text: string, judged: string, result: any } | null,
        /** Whether there was something in it before. */
        isKept: boolean,
    },
    proposed(judgement: any): string | undefined,
};

type Around = {
    facts(report: any): Node | string,
    keeping(doer: Doer): Node,
    moves(view: any, doer: Doer): Node,
    opener(doer: Doer): Node,
    passed(report: any): Node[],
    pathSoFar(shown: any, doer: Doer): Node | string,
    remarks(report: any, doer: Doer): Node,
    replies(shown: any, doer: Doer): Node[],
    reportBox(doer: Doer): Promise<Node>,
    suspects(shown: any): Node | string,
};

type Prompts = {
    answerOf(value: string): any,
    box(name: string, term: string | null, markdown: string | null | undefined): Promise<HTMLElement | null>,
    cited(sources: any[]): HTMLElement | null,
    command(command: any): Promise<HTMLElement>,
    duration(minutes: number): string,
    form(legend: string, choices: HTMLElement[], more: HTMLElement[], done: (value: string) => Promise<string | void>): HTMLElement,
    lay(shown: any, doer: Doer): Promise<Laid & { kind: string }>,
    radio(value: string, title: Node | string, detail: Node | null): HTMLElement,
    risk(word: string | null): string | null,
    steps(steps: any[]): Promise<HTMLElement>,
    undoing(undo: any): Promise<HTMLElement | null>,
};

type Player = {
    /** The runbook of the page. */
    runbook: string,
    /** Makes a move, and shows what came of it. */
    make(made: any): Promise<void>,
    /** Offers the cases. */
    choose(): void,
    /** Plays the same drill from its beginning. */
    again(): void,
    /** Saves the account as a file. */
    download(): void,
};

type Practice = {
    lay(played: any, player: Player): Promise<{ kind: string, heading: HTMLElement, parts: any[] }>,
    moves(places: any[], player: Player): HTMLElement,
};

type Found = { count: number, results: { href: string, title: string, page: string, body: string }[] };

interface Window {
    triagebook: Client,
    triagebookAround: Around,
    triagebookEngine: string,
    triagebookKept: Record<string, any>,
    triagebookOutput: Output,
    triagebookRoom: Room,
    triagebookParts(): void,
    triagebookScript(name: string): Promise<void>,
    triagebookWorker(room: Function): Worker,
    triagebookCopier(shown: Element, label?: string): HTMLButtonElement,
    trustedTypes?: any,
    triagebookPractice: Practice,
    triagebookPrompt: Prompts,
    triagebookSearch: { find(text: string): Promise<Found> },
    triagebookWords: Record<string, any>,
}
