// A figure in a sentence: chosen in Wagtail's small window, put in as one piece that nobody changes by typing.
(() => {
  const { draftail, React, DraftJS } = window;
  const { Modifier, EditorState } = DraftJS;

  const inThisLanguage = (sentences) => {
    const spoken = window.wagtailConfig?.ACTIVE_CONTENT_LOCALE;
    return sentences[spoken] || Object.values(sentences).find(Boolean) || "";
  };

  class FigureSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.figureChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData({ id, sentences, about, withdrawn }) {
      return { id, sentences, about, withdrawn };
    }

    onChosen(chosen) {
      const { editorState, entityType, onComplete } = this.props;
      const told = this.filterEntityData(chosen);
      const content = editorState.getCurrentContent().createEntity(entityType.type, "IMMUTABLE", told);
      const key = content.getLastCreatedEntityKey();
      const words = inThisLanguage(told.sentences);
      const changed = Modifier.replaceText(content, editorState.getSelection(), words, null, key);
      this.workflow.close();
      onComplete(EditorState.push(editorState, changed, "insert-characters"));
    }
  }

  // What is shown while writing; where the release says something else by now, readers see the new words.
  const Figure = ({ entityKey, contentState, children }) => {
    const { sentences = {}, about = "", withdrawn } = contentState.getEntity(entityKey).getData();
    const said = inThisLanguage(sentences);
    const title = said ? `${said} · ${about}` : about;
    const classes = `cairn-figure-in-text${withdrawn ? " cairn-figure-in-text--withdrawn" : ""}`;
    return React.createElement("span", { className: classes, title }, children);
  };

  draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure }, "entityTypes");
})();
