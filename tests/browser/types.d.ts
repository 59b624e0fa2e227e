// What the site's scripts share through `window`.

type Client = {
    Refused: new (why?: string) => Error,
    ask(request: object): Promise<any>,
    copyable(text: string, what: string): HTMLElement,
    element(name: string, attributes: Record<string, any>, ...children: any[]): HTMLElement,
    kept(name: string): Promise<any>,
    load(pages: string[]): Promise<void>,
    prose(markdown: string | null | undefined): Promise<DocumentFragment | null>,
    raw(requests: string[]): Promise<string[]>,
    save(name: string, type: string, text: string): void,
};

type Prompts = {
    clock(moment: string): string,
    deciding(lines: any[]): HTMLElement | null,
    judgement(judgement: any): HTMLElement,
    lay(shown: any, doer: Doer): Promise<Laid & { kind: string }>,
    pasteBox(doer: Doer, parked: [string, number] | null, onRead: (judgement: any) => void): {
        whole: HTMLElement,
        look(): Promise<void>,
        current(): { text: string, judged: string, result: any } | null,
    },
};

interface Window {
    triagebook: Client,
    triagebookEngine: string,
    triagebookKept: Record<string, any>,
    triagebookPrompt: Prompts,
}
