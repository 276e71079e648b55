"""Proof."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0002'
down_revision: str | None = '0001'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('journal_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_mark'))
    )
    op.create_table('signing_key',
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('endorsement', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('epoch', name=op.f('pk_signing_key'))
    )
    op.create_table('checkpoint',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(), nullable=False),
    sa.Column('key_epoch', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_checkpoint_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkpoint')),
    sa.UniqueConstraint('workspace_id', 'size', name=op.f('uq_checkpoint_workspace_id_size'))
    )
    op.create_table('erasure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=True),
    sa.Column('instruction_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('kept', sa.JSON(), nullable=False),
    sa.Column('failures', sa.JSON(), nullable=False),
    sa.Column('traces_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('receipt', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_erasure_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    sa.UniqueConstraint('workspace_id', 'subject_ref', name=op.f('uq_erasure_workspace_id_subject_ref'))
    )
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.create_index('ix_erasure_due', ['state', 'next_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_erasure_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('export',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('signature', sa.String(), nullable=True),
    sa.Column('requested_by', sa.Uuid(), nullable=True),
    sa.Column('request_id', sa.Uuid(), nullable=True),
    sa.Column('link_digest', sa.LargeBinary(), nullable=True),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_export_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export'))
    )
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.create_index('ix_export_due', ['state', 'lease_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_subject_ref'), ['subject_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('open_intent',
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_open_intent_workspace_id')),
    sa.PrimaryKeyConstraint('action_id', name=op.f('pk_open_intent'))
    )
    with op.batch_alter_table('open_intent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_open_intent_workspace_id'), ['workspace_id'], unique=False)

    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about_ref', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(), nullable=False, server_default='en'))
        batch_op.add_column(sa.Column('name_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('email_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('email_blind', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('words_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('zone', sa.String(), nullable=False, server_default='UTC'))
        batch_op.add_column(sa.Column('token_digest', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('token_expires_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('identified_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('identified_by', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('decided_by', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('instruction_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('export_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('erasure_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('answer_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('refusal', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('done', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('extended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('stopped_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('overdue_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('warned_at', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('emptied_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_data_request_about_ref'), ['about_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_data_request_email_blind'), ['email_blind'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_data_request_token_digest'), ['token_digest'])
        batch_op.drop_constraint(batch_op.f('fk_data_request_conversation_id'), type_='foreignkey')

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phase', sa.String(), nullable=False, server_default='note'))
        batch_op.add_column(sa.Column('automation', sa.String(), nullable=False, server_default=''))
        batch_op.drop_index(batch_op.f('ix_decision_action_id'))
        batch_op.drop_index(batch_op.f('ix_decision_workspace_id'))
        batch_op.create_index('ix_decision_of_action', ['action_id'], unique=False, sqlite_where=sa.text('action_id IS NOT NULL'), postgresql_where=sa.text('action_id IS NOT NULL'))

    with op.batch_alter_table('decision_head', schema=None) as batch_op:
        batch_op.add_column(sa.Column('frontier', sa.LargeBinary(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pruned', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('pruned_frontier', sa.LargeBinary(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pruned_leaf', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('key_epoch', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_payload_workspace_id'))
        batch_op.create_index('ix_decision_payload_person', ['workspace_id', 'subject_ref'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client_mark', sa.LargeBinary(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_event_conversation_id_client_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_event_conversation_id_client_mark'), ['conversation_id', 'client_mark'])
        batch_op.drop_column('client_id')

    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.add_column(sa.Column('words_sealed', sa.LargeBinary(), nullable=True))

    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.add_column(sa.Column('restricted_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('lead_fact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place_sealed', sa.LargeBinary(), nullable=True))

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.alter_column('conversation_id',
               existing_type=sa.CHAR(length=32),
               nullable=True)

    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pause_reason_sealed', sa.LargeBinary(), nullable=True))
    op.execute('UPDATE data_request SET about_ref = subject_ref')


def downgrade() -> None:
    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.drop_column('pause_reason_sealed')

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.alter_column('conversation_id',
               existing_type=sa.CHAR(length=32),
               nullable=False)

    with op.batch_alter_table('lead_fact', schema=None) as batch_op:
        batch_op.drop_column('place_sealed')

    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_column('restricted_at')

    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.drop_column('words_sealed')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client_id', sa.VARCHAR(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_event_conversation_id_client_mark'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_event_conversation_id_client_id'), ['conversation_id', 'client_id'])
        batch_op.drop_column('client_mark')

    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_payload_person')
        batch_op.create_index(batch_op.f('ix_decision_payload_workspace_id'), ['workspace_id'], unique=False)

    with op.batch_alter_table('decision_head', schema=None) as batch_op:
        batch_op.drop_column('key_epoch')
        batch_op.drop_column('pruned_leaf')
        batch_op.drop_column('pruned_frontier')
        batch_op.drop_column('pruned')
        batch_op.drop_column('frontier')

    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_of_action', sqlite_where=sa.text('action_id IS NOT NULL'), postgresql_where=sa.text('action_id IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_decision_workspace_id'), ['workspace_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_action_id'), ['action_id'], unique=False)
        batch_op.drop_column('automation')
        batch_op.drop_column('phase')

    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_data_request_conversation_id'), 'conversation', ['conversation_id'], ['id'])
        batch_op.drop_constraint(batch_op.f('uq_data_request_token_digest'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_data_request_email_blind'))
        batch_op.drop_index(batch_op.f('ix_data_request_about_ref'))
        batch_op.drop_column('emptied_at')
        batch_op.drop_column('warned_at')
        batch_op.drop_column('overdue_at')
        batch_op.drop_column('stopped_at')
        batch_op.drop_column('extended_at')
        batch_op.drop_column('done')
        batch_op.drop_column('refusal')
        batch_op.drop_column('answer_sealed')
        batch_op.drop_column('erasure_id')
        batch_op.drop_column('export_id')
        batch_op.drop_column('instruction_id')
        batch_op.drop_column('decided_at')
        batch_op.drop_column('decided_by')
        batch_op.drop_column('identified_by')
        batch_op.drop_column('identified_at')
        batch_op.drop_column('token_expires_at')
        batch_op.drop_column('token_digest')
        batch_op.drop_column('zone')
        batch_op.drop_column('words_sealed')
        batch_op.drop_column('email_blind')
        batch_op.drop_column('email_sealed')
        batch_op.drop_column('name_sealed')
        batch_op.drop_column('language')
        batch_op.drop_column('about_ref')

    with op.batch_alter_table('open_intent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_open_intent_workspace_id'))

    op.drop_table('open_intent')
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_export_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_export_subject_ref'))
        batch_op.drop_index('ix_export_due')

    op.drop_table('export')
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasure_workspace_id'))
        batch_op.drop_index('ix_erasure_due')

    op.drop_table('erasure')
    op.drop_table('checkpoint')
    op.drop_table('signing_key')
    op.drop_table('journal_mark')
