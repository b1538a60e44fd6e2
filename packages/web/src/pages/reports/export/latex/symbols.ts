/** Signs that the plain fonts of TeX have under names of their own. */
export const SYMBOLS: Readonly<Record<string, string>> = {
  ...maths(
    'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda',
  ),
  ...maths(
    'μ mu ν nu ξ xi π pi ρ rho σ sigma ς varsigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega',
  ),
  ...maths(
    'Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega ϕ phi ϵ epsilon',
  ),
  ...maths('≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≪ ll ≫ gg ∝ propto ∞ infty ∂ partial ∇ nabla'),
  ...maths(
    '∑ sum ∏ prod ∫ int √ surd ∈ in ∉ notin ⊂ subset ⊆ subseteq ∪ cup ∩ cap ∅ emptyset ∀ forall',
  ),
  ...maths(
    '∃ exists ∧ wedge ∨ vee ¬ neg ⊕ oplus ⊗ otimes ⊥ perp ∥ parallel → rightarrow ← leftarrow',
  ),
  ...maths(
    '↑ uparrow ↓ downarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto',
  ),
  ...maths(
    '× times ÷ div ± pm ∓ mp · cdot ⋅ cdot ∘ circ ′ prime − - ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil',
  ),
  ...maths('⟨ langle ⟩ rangle ℓ ell ℝ Re ★ star ✓ surd µ mu'),
  '…': '\\ldots{}',
  '–': '--',
  '—': '---',
  '‐': '{-}',
  '‑': '{-}',
  '‘': '`',
  '’': "'",
  '“': '``',
  '”': "''",
  '„': '\\quotedblbase{}',
  '‚': '\\quotesinglbase{}',
  '«': '\\guillemotleft{}',
  '»': '\\guillemotright{}',
  '‹': '\\guilsinglleft{}',
  '›': '\\guilsinglright{}',
  '•': '\\textbullet{}',
  '§': '\\S{}',
  '¶': '\\P{}',
  '©': '\\textcopyright{}',
  '®': '\\textregistered{}',
  '™': '\\texttrademark{}',
  '°': '\\textdegree{}',
  '£': '\\pounds{}',
  '€': '\\texteuro{}',
  '¡': '!`',
  '¿': '?`',
  '¹': '\\textsuperscript{1}',
  '²': '\\textsuperscript{2}',
  '³': '\\textsuperscript{3}',
  '½': '\\textonehalf{}',
  '¼': '\\textonequarter{}',
  '¾': '\\textthreequarters{}',
  '‰': '\\textperthousand{}',
  '\u2009': '\\,',
  '\u202f': '\\,',
  '\u2002': '\\enspace{}',
  '\u2003': '\\quad{}',
  '\u200b': '\\hspace{0pt}',
  '\u200c': '',
  '\u200d': '',
  '\ufe0f': '',
  '\ufeff': '',
};

function maths(pairs: string): Readonly<Record<string, string>> {
  const parts = pairs.split(' ');
  const entries: [string, string][] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const name = parts[at + 1] ?? '';
    entries.push([parts[at] ?? '', `\\ensuremath{${name === '-' ? '-' : `\\${name}`}}`]);
  }
  return Object.fromEntries(entries);
}
