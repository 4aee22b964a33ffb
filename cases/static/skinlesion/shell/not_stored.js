// On a page that tells of an error: what was sent did not arrive, so the form gets it back.
import { notStored } from "./kept_words.js";

notStored();
