;;; Drives `runbook lsp' from a real Emacs: emacs --batch --load emacs.el  -*- lexical-binding: t -*-
(package-initialize)
(require 'eglot)
(require 'cl-lib)

(defvar said nil)
(defun say (what value) (push (format "%s: %s" what value) said))
(defun finish ()
  (with-temp-file (getenv "RUNBOOK_SAID")
    (dolist (line (reverse said)) (insert line "\n")))
  (kill-emacs 0))
(defun await (what condition)
  (let ((end (+ (float-time) 90)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless (funcall condition) (say "gave up" what) (finish))))

(setq eglot-sync-connect 90
      eglot-connect-timeout 90
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      eglot-send-changes-idle-time 0
      jsonrpc-default-request-timeout 90
      make-backup-files nil
      create-lockfiles nil)
;; Whoever renames says yes to the other files too.
(advice-add 'y-or-n-p :override (lambda (&rest _) t))
(define-derived-mode runbook-mode prog-mode "Runbook")
(add-to-list 'auto-mode-alist '("\\.csx\\'" . runbook-mode))
(add-to-list 'eglot-server-programs
             `(runbook-mode . ("dotnet" ,(getenv "RUNBOOK_PROGRAM") "lsp")))

(defvar published nil)
(cl-defmethod eglot-handle-notification :after
  (_server (_method (eql textDocument/publishDiagnostics)) &key uri diagnostics &allow-other-keys)
  (setf (alist-get uri published nil nil #'equal) (cl-remove-if-not (lambda (d) (equal (plist-get d :source) "runbook")) (append diagnostics nil))))

(defun here () (alist-get (eglot--path-to-uri (buffer-file-name)) published nil nil #'equal))
(defun ask (method parameters) (jsonrpc-request (eglot-current-server) method parameters :timeout 90))
(defun at (text) (goto-char (point-min)) (search-forward text))

(condition-case problem
    (progn
      (find-file (getenv "RUNBOOK_FILE"))
      (apply #'eglot (list '(runbook-mode) (cons 'transient default-directory) 'eglot-lsp-server
                           (list "dotnet" (getenv "RUNBOOK_PROGRAM") "lsp") "runbook"))
      (await "diagnostics" #'here)
      (say "diagnostics" (mapconcat (lambda (d) (format "%s" (plist-get d :code))) (here) " | "))

      ;; a code action, applied by eglot itself
      (at "Step")
      (let ((action (cl-find-if
                     (lambda (a) (string-match-p "Step" (plist-get a :title)))
                     (append (ask :textDocument/codeAction
                                  `(:textDocument ,(eglot--TextDocumentIdentifier)
                                    :range (:start ,(eglot--pos-to-lsp-position) :end ,(eglot--pos-to-lsp-position))
                                    :context (:diagnostics [])))
                             nil))))
        (say "code action" (plist-get action :title))
        (eglot--apply-workspace-edit (plist-get action :edit)))
      (eglot--signal-textDocument/didChange)
      (await "clean" (lambda () (null (here))))
      (goto-char (point-min)) (forward-line 2)
      (say "mended" (buffer-substring (line-beginning-position) (line-end-position)))

      ;; completion, through Emacs' own completion at point
      (goto-char (point-max))
      (insert "Step(\"more\").Run(Pg.Dum")
      (eglot--signal-textDocument/didChange)
      (let* ((found (eglot-completion-at-point))
             (words (all-completions "Dum" (nth 2 found) (plist-get (nthcdr 3 found) :predicate))))
        (say "completion" (mapconcat (lambda (w) (substring-no-properties w)) words " | ")))
      (delete-region (line-beginning-position) (point-max))
      (eglot--signal-textDocument/didChange)

      ;; hover
      (at "SetTt")
      (let ((text (plist-get (plist-get (ask :textDocument/hover (eglot--TextDocumentPositionParams)) :contents)
                             :value)))
        (dolist (line (split-string text "\n"))
          (when (string-match-p "undoes" line) (say "hover" line))))

      ;; definition, through xref
      (at "Zone(site")
      (let ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))))
        (say "definition" (file-name-nondirectory (xref-location-group (xref-item-location found)))))

      ;; rename, by eglot's own command; the loaded file changes too
      (at "Zone(site")
      (eglot-rename "zoneName")
      (with-current-buffer (find-file-noselect (expand-file-name "names.csx" (getenv "RUNBOOK_FOLDER")))
        (goto-char (point-min))
        (say "renamed" (buffer-substring (line-beginning-position) (line-end-position))))
      (eglot-shutdown (eglot-current-server) nil 60)
      (say "stopped" "yes"))
  (error (say "failed" (error-message-string problem))))
(finish)
