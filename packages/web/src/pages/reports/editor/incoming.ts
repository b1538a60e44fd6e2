import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { quietHtml } from './pasted-html.ts';

/** Text that is pasted at once: more would stop everybody's typing. */
const MOST_CHARACTERS = 1_000_000;

interface IncomingOptions {
  readonly upload: (file: File) => Promise<string>;
  readonly onProblem: (title: string, problem: unknown) => void;
}

/** What is pasted or dropped: pictures and films are uploaded, Markdown becomes blocks. */
export const Incoming = Extension.create<IncomingOptions>({
  name: 'incoming',
  addOptions: () => ({ upload: async () => '', onProblem: () => {} }),
  addProseMirrorPlugins() {
    const { upload, onProblem } = this.options;
    const { editor } = this;
    const take = (view: EditorView, files: readonly File[], position: number): boolean => {
      const media = files.filter(({ type }) => /^(?:image|video)\//.test(type));
      if (media.length === 0 || !view.editable) return false;
      void insertFiles(media, position);
      return true;
    };
    const insertFiles = async (files: readonly File[], position: number) => {
      for (const file of files) {
        try {
          const stored = await upload(file);
          const type = file.type.startsWith('video/') ? 'video' : 'image';
          const at = Math.min(position, editor.state.doc.content.size);
          editor
            .chain()
            .insertContentAt(at, { type, attrs: { file: stored } })
            .run();
        } catch (problem) {
          onProblem(`${file.name || 'The file'} could not be uploaded`, problem);
        }
      }
    };
    return [
      new Plugin({
        props: {
          transformPastedHTML: quietHtml,
          handlePaste(view, event) {
            const data = event.clipboardData;
            if (data === null) return false;
            if (take(view, [...data.files], view.state.selection.to)) return true;
            const text = data.getData('text/plain');
            if (text.length > MOST_CHARACTERS) {
              onProblem(
                'That is too much to paste',
                new Error('At most a million characters go in at once. Paste it in parts.'),
              );
              return true;
            }
            const isInCode = view.state.selection.$from.parent.type.spec.code === true;
            const isRich =
              data.types.includes('text/html') && !data.types.includes('vscode-editor-data');
            if (isInCode || isRich || !looksLikeMarkdown(text)) return false;
            event.preventDefault();
            void import('./markdown-paste.ts')
              .then(({ markdownToContent }) =>
                editor.chain().focus().insertContent(markdownToContent(text)).run(),
              )
              .catch((problem: unknown) => onProblem('The text could not be read', problem));
            return true;
          },
          handleDrop(view, event) {
            const files = [...(event.dataTransfer?.files ?? [])];
            if (files.length === 0) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            return take(view, files, at?.pos ?? view.state.doc.content.size);
          },
        },
      }),
    ];
  },
});
